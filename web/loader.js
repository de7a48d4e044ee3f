// Starts the page. A file of its own, so that the content security policy can forbid every inline
// script; the names it needs are links of the page. Not a module: where modules are refused it can
// still say so.
//
// The code comes in parts: what everybody runs, and by whom the rest is. A first visit fetches its
// own part beside the first, and the whole page at the first sign of a reader who is about to do
// something; a frame fetches what frames run, its pattern's own part and what its link asks for, and
// at that sign what frames do when they are used; any other address fetches the whole page at once.
// Should a part be called even before it is there, the call itself fetches it, and waits.
const app = document.getElementById("app");
const address = (id) => document.getElementById(id)?.href;

/** The parts beside the first; a build that was not cut has none. */
const parts = [...document.querySelectorAll("link[data-part]")].map(({ dataset, href }) => ({ name: dataset.part, href }));
const named = (name) => parts.find((part) => part.name === name);
/** The whole page: what patterns have of their own is in the rest too. */
const whole = ["visit", "run", "use", "rest"].map(named).filter(Boolean);
const asked = location.hash.toLowerCase();
const framed = /[?&]embed(=(1|true)?)?(&|$)/.test(asked);
/** How long a reader's next address waits for what it needs. */
const PATIENCE_MS = 4_000;
let exports; // of the first part
/** The pattern that the address names. */
const slug = /^#\/?([\w-]+)/.exec(asked)?.[1];
let own = named(`${slug}-use`); // of the pattern in a frame, what is done with it

/** What the keys of a frame's link need beyond what every frame does. */
const MORE = {
  use: /[?&](compare|do|e|follow|goal|panels|time)=/,
  ask: /[?&](axis|compare|do|follow|goal|panels|sched|stop|time)=/,
  rest: /[?&]panels=[^&]*(story|code)/,
};

/** What the address needs as soon as the page begins. */
function needed() {
  if (!asked) return [named("visit")];
  if (!framed) return whole;
  const more = Object.keys(MORE).filter((name) => MORE[name].test(asked)).map(named);
  return [named("run"), named(slug), ...more, more.length > 0 && own];
}
const begins = needed().filter(Boolean);

function comes(part) {
  part.coming ??= compiled(part.href).then((module) => (part.module = module));
  // What could not be fetched is fetched again when it is called.
  part.coming.catch(() => (part.coming = undefined));
  return part.coming;
}

async function compiled(href) {
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  return WebAssembly.compile(await answer.arrayBuffer());
}

function fetched(href) {
  const request = new XMLHttpRequest();
  request.open("GET", href, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  return new WebAssembly.Module(Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0)));
}

/** What the first part gives to the others: functions by their places in its table. */
const given = (of) => new Proxy(of, { get: (of, name) => of[name] ?? of.t0.get(parseInt(name.slice(1), 16)) });

function link(part) {
  if (!part || part.linked) return;
  try {
    new WebAssembly.Instance((part.module ??= fetched(part.href)), { first: given(exports) });
  } catch (problem) {
    fail(
      "A part of Interleave could not be fetched: check the connection, then reload the page.",
      "Không tải được một phần của Interleave: hãy kiểm tra kết nối rồi tải lại trang.",
    );
    throw problem;
  }
  part.linked = true;
}

const come = (wanted) => Promise.all(wanted.map((part) => part.linked || comes(part))).then(() => wanted.forEach(link));

globalThis.interleave = {
  begun: (of) => {
    interleave.exports = exports = of;
    begins.forEach(link);
  },
  // Outside of a frame the code of one part shows the texts of another.
  link_part: (number, place) => {
    if (!framed || !parts[number]) return whole.forEach(link);
    // What is done with the pattern may have it too, and is less.
    if (["ask", "rest", "visit"].includes(parts[number].name)) link(own);
    if (exports.t0.get(place) === null) link(parts[number]);
  },
  needs: (name) => {
    link(named(name));
    own = named(`${name}-use`) ?? own;
  },
  whole_comes: (told) => come(whole).then(told, () => {}),
};

/** Says it on the page, and to the page around it if there is one. */
function fail(english, vietnamese) {
  app.textContent = navigator.language.startsWith("vi") ? vietnamese : english;
  if (framed) parent.postMessage({ interleave: 1, type: "failed", why: english }, "*");
}

// A page that goes away does nothing more: what it would do that with can be fetched no longer.
let leaves = false;
addEventListener("pagehide", () => (leaves = true));
addEventListener("pageshow", () => (leaves = false));
addEventListener("visibilitychange", (event) => leaves && event.stopImmediatePropagation(), true);

/** What may be done is fetched as soon as the reader stirs. */
function expect() {
  const signs = ["pointermove", "pointerdown", "touchstart", "keydown", "wheel", "hashchange"];
  const sign = () => {
    for (const name of signs) removeEventListener(name, sign, true);
    come(framed ? [named("use"), own].filter(Boolean) : whole).catch(() => {});
  };
  for (const name of signs) addEventListener(name, sign, { capture: true, passive: true });
}

/**
 * An address that needs more than is there waits for it: until then the page goes on with what it
 * shows. Not for ever: then the call itself fetches it, and the reader waits. Listens before the app
 * does.
 */
function lead() {
  let waited = framed;
  addEventListener("popstate", (event) => {
    if (waited || !exports || whole.every((part) => part.linked)) return;
    event.stopImmediatePropagation();
    const go = () => {
      if (waited) return;
      waited = true;
      dispatchEvent(new PopStateEvent("popstate", { state: event.state }));
    };
    setTimeout(go, PATIENCE_MS);
    come(whole).then(go, go);
  });
}

/** The page is kept for use offline when its first scene stands and the browser has nothing to do. */
function keep() {
  if (!address("app-offline") || self !== top || framed || navigator.connection?.saveData) return;
  const idle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 2_000));
  const root = document.documentElement;
  const seen = new MutationObserver(look);
  function look() {
    if (!root.hasAttribute("data-ready")) return;
    seen.disconnect();
    idle(() => import(address("app-offline")).catch(() => {}));
  }
  seen.observe(root, { attributeFilter: ["data-ready"] });
  look();
}

/** Says why the page did not start, as far as the browser tells. */
function excuse() {
  if (origin !== "null") {
    fail(
      "Interleave could not start: it needs WebAssembly. Reload the page, or try a newer browser.",
      "Interleave không khởi động được: trình duyệt phải hỗ trợ WebAssembly. Hãy tải lại trang hoặc dùng trình duyệt mới hơn.",
    );
  } else if (location.protocol === "file:") {
    fail(
      "Browsers do not let a page in several files start from a folder: open interleave.html, which is all of it in one.",
      "Trình duyệt không cho trang gồm nhiều tệp chạy thẳng từ thư mục: hãy mở interleave.html, bản gom tất cả vào một tệp.",
    );
  } else {
    fail(
      "This frame is sandboxed, and Interleave could not start in it: allow-same-origin lets it, and so does interleave.html, all of it in one file.",
      "Khung này bị sandbox nên Interleave không khởi động được: hãy thêm allow-same-origin, hoặc dùng interleave.html, bản gom tất cả vào một tệp.",
    );
  }
}

async function begin() {
  try {
    const [{ default: start }] = await Promise.all([import(address("app-script")), ...begins.map(comes)]);
    await start({ module_or_path: address("app-wasm") });
    if (!asked || framed) expect();
    keep();
  } catch (problem) {
    // Nobody is there to be told: the frame was taken away while it began.
    if (leaves) return;
    console.error(problem);
    excuse();
  }
}

lead();
begin();
