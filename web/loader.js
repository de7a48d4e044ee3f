// Starts the page. A file of its own, so that the content security policy can forbid every inline
// script; the names it needs are links of the page. Not a module: where modules are refused it can
// still say so.
//
// The code comes in two parts: what a first visit runs, and the rest. The rest is fetched with the
// first if the address asks for a pattern, else at the first sign of a reader who is about to do
// something. Should it be called even before that, the call itself fetches it, and waits.
const app = document.getElementById("app");
const address = (id) => document.getElementById(id)?.href;

let exports; // of the first part
let linked = !address("app-rest");
let coming; // the rest, a promise of the module
let module; // the same, come

function comes() {
  coming ??= fetch(address("app-rest"))
    .then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
      return answer.arrayBuffer();
    })
    .then((bytes) => WebAssembly.compile(bytes))
    .then((compiled) => (module = compiled));
  // What could not be fetched is fetched again when it is called.
  coming.catch(() => (coming = undefined));
  return coming;
}

function fetched() {
  const request = new XMLHttpRequest();
  request.open("GET", address("app-rest"), false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  return new WebAssembly.Module(Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0)));
}

function link() {
  if (linked) return;
  try {
    new WebAssembly.Instance((module ??= fetched()), { first: exports });
  } catch (problem) {
    fail(
      "A part of Interleave could not be fetched: check the connection, then reload the page.",
      "Không tải được một phần của Interleave: hãy kiểm tra kết nối rồi tải lại trang.",
    );
    throw problem;
  }
  exports.rest_linked.value = 1;
  linked = true;
}

globalThis.interleave = {
  begun: (of) => (interleave.exports = exports = of),
  link_rest: link,
  rest_comes: (told) => (linked ? told() : comes().then(link).then(told, () => {})),
};

function fail(english, vietnamese) {
  app.textContent = navigator.language.startsWith("vi") ? vietnamese : english;
}

/** The rest is fetched as soon as the reader stirs. */
function expect() {
  const signs = ["pointermove", "pointerdown", "touchstart", "keydown", "wheel", "hashchange"];
  const sign = () => {
    for (const name of signs) removeEventListener(name, sign, true);
    comes().then(link, () => {});
  };
  for (const name of signs) addEventListener(name, sign, { capture: true, passive: true });
}

/** The page is kept for use offline when its first scene stands and the browser has nothing to do. */
function keep() {
  if (!address("app-offline") || self !== top || /[?&]embed=1/i.test(location.hash) || navigator.connection?.saveData) return;
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
    const [{ default: start }] = await Promise.all([
      import(address("app-script")),
      location.hash && !linked ? comes() : undefined,
    ]);
    await start({ module_or_path: address("app-wasm") });
    if (!linked) expect();
    keep();
  } catch (problem) {
    console.error(problem);
    excuse();
  }
}

begin();
