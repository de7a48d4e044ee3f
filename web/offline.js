// Has the page kept for use offline (`sw.js`), and says when a newer release is there. It never
// reloads by itself: what is on screen is the reader's.
//
// The loader asks for this when the first scene stands and there is nothing else to do. Wherever it
// is refused (a private window, a sandbox, a host without https) the page goes on without.
const WORKER = new URL("sw.js", import.meta.url);
const RELEASE = document.getElementById("app-offline").dataset.release;
const HOUR_MS = 3_600_000;

const WORDS = {
  en: { ready: "A new version is ready.", reload: "Reload", later: "Later" },
  vi: { ready: "Đã có phiên bản mới.", reload: "Tải lại", later: "Để sau" },
};

// Old workers end their work before a new one answers: how long a reader waits for that.
const PATIENCE_MS = 3_000;

let told = RELEASE; // the newest release that the reader knows of

/** A worker says which release it keeps; only ours counts. */
function hear({ data, source }) {
  if (source?.scriptURL !== WORKER.href || typeof data?.release !== "string" || data.release === told) return;
  told = data.release;
  if (told !== RELEASE) note();
}

/** A small note in a corner. It takes no focus, and goes when it is told to. */
function note() {
  document.querySelector(".newer")?.remove();
  const lang = document.documentElement.lang === "vi" ? "vi" : "en";
  const words = WORDS[lang];
  const note = Object.assign(document.createElement("div"), { className: "newer", lang });
  const said = Object.assign(document.createElement("p"), { role: "status" });
  const reload = Object.assign(document.createElement("button"), { className: "primary", textContent: words.reload });
  const later = Object.assign(document.createElement("button"), { textContent: words.later });
  let before; // where the reader was
  note.addEventListener("focusin", ({ relatedTarget }) => (before ??= relatedTarget));
  reload.addEventListener("click", () => {
    reload.disabled = true;
    taken().finally(() => location.reload());
  });
  later.addEventListener("click", () => {
    note.remove();
    before?.focus();
  });
  note.append(said, reload, later);
  document.body.append(note);
  // Readers of screens announce what changes in a place that is there already.
  setTimeout(() => (said.textContent = words.ready), 100);
}

/** Until the newer release answers, or is what the host gives. */
async function taken() {
  const registration = await navigator.serviceWorker.getRegistration();
  const { waiting: newer } = registration ?? {};
  if (!newer) return;
  const answers = new Promise((done) => newer.addEventListener("statechange", done, { once: true }));
  await Promise.race([answers, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
  // One that something holds up would do so again: the page then comes from the host, and is kept anew.
  if (registration.waiting === newer) await registration.unregister();
}

/** Asks a worker that is whole which release it keeps, whether it answers for the page yet or not. */
function greet(worker) {
  if (worker.state === "installed" || worker.state === "activated") worker.postMessage({ release: RELEASE });
}

/** The page was taken off its host: so it goes from here too. */
async function forget(registration) {
  const { status } = await fetch(WORKER, { method: "HEAD", cache: "no-store" });
  if (status !== 404 && status !== 410) return;
  const { pathname } = new URL(registration.scope);
  const kept = (await caches.keys()).filter((name) => name.startsWith(`interleave ${pathname} `));
  await Promise.all([registration.unregister(), ...kept.map((name) => caches.delete(name))]);
}

/** Looks for a newer release. */
function look(registration) {
  if (navigator.onLine) registration.update().catch(() => forget(registration)).catch(() => {});
}

async function keep() {
  const workers = navigator.serviceWorker;
  workers.addEventListener("message", hear);
  const registration = await workers.register(WORKER);
  // What keeps a page may be newer than that page; what does not, may be older.
  if (workers.controller) registration.active?.postMessage({ release: RELEASE });
  if (registration.waiting) greet(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const newer = registration.installing;
    newer?.addEventListener("statechange", () => greet(newer));
  });
  look(registration);
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" || Date.now() < looked + HOUR_MS) return;
    looked = Date.now();
    look(registration);
  });
}

keep().catch(() => {});
