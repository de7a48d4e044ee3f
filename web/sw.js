// Keeps one release of the page for use offline: all of its files, or none.
//
// `cargo xtask build` puts two constants before this: RELEASE, the name of this release, and FILES,
// each of its files with what it must hash to. Files that the page links to are named by what they
// hold. So a page gets the files that it was built with from whatever release is kept, and never one
// of another: a newer release may take over while it is open, and answers from then on.
const SCOPE = new URL(self.registration.scope);
// There may be other copies of this page at other paths of the host.
const OURS = `interleave ${SCOPE.pathname} `;
const CACHE = OURS + RELEASE;
const NAMED_BY_CONTENT = /^[\w.]+-[0-9a-f]{16}[\w.]+$/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(greet(event)));
self.addEventListener("fetch", (event) => {
  const name = wanted(event.request);
  if (name !== undefined) event.respondWith(answer(name, event.request));
});

/** The releases that were kept before this one, the oldest first. One may be on its way behind it. */
async function earlier() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS));
  return names.slice(0, Math.max(names.indexOf(CACHE), 0));
}

async function install() {
  // A release that comes back after another is the newest again.
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  const releases = await earlier();
  try {
    await Promise.all(Object.entries(FILES).map(async ([name, integrity]) => {
      await cache.put(name, (await kept(name, releases)) ?? (await fetched(name, integrity)));
    }));
  } catch (problem) {
    await caches.delete(CACHE);
    throw problem;
  }
  await self.skipWaiting();
}

/** What the name of says what it holds may come from any release. */
async function kept(name, releases) {
  if (!NAMED_BY_CONTENT.test(name)) return undefined;
  for (const cacheName of releases) {
    const found = await caches.match(name, { cacheName, ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

/** A file from the host, which must be the one of this release. */
async function fetched(name, integrity) {
  const ask = (path) => fetch(path, { integrity, cache: "no-cache" });
  // Some hosts know the page by its whole name only.
  const got = await (name === "./" ? ask(name).catch(() => ask("index.html")) : ask(name));
  if (!got.ok) throw new Error(`${got.status} ${got.url}`);
  // A browser refuses a page that was redirected on its way.
  return got.redirected ? new Response(await got.blob(), { headers: got.headers }) : got;
}

/** Pages of the release before may still be open; what is older has had its time. */
async function activate() {
  const before = await earlier();
  await Promise.all(before.slice(0, -1).map((name) => caches.delete(name)));
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) {
    if (page.url.startsWith(SCOPE.href)) page.postMessage({ release: RELEASE });
  }
}

/** A page says which release it is: it hears which one is kept. Alone, it needs no other. */
async function greet({ data, source }) {
  source.postMessage({ release: RELEASE });
  if (data?.release !== RELEASE) return;
  const open = await self.clients.matchAll();
  if (open.some(({ id }) => id !== source.id)) return;
  await Promise.all((await earlier()).map((name) => caches.delete(name)));
}

/** Which of our files is asked for, if it is one: everything else is the network's. */
function wanted({ method, url }) {
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== SCOPE.origin || !pathname.startsWith(SCOPE.pathname)) return undefined;
  const name = pathname.slice(SCOPE.pathname.length);
  if (name === "" || name === "index.html") return "./";
  return Object.hasOwn(FILES, name) || NAMED_BY_CONTENT.test(name) ? name : undefined;
}

async function answer(name, request) {
  const own = await caches.match(name, { cacheName: CACHE, ignoreVary: true });
  return own ?? (await kept(name, await earlier())) ?? fetch(request);
}
