// Starts the page in one file. It stands behind the code of wasm-bindgen, in the same module; the two
// parts of the wasm are in the page, compressed. Nothing is fetched, so both are there from the start.
const app = document.getElementById("app");

/** A part, compiled. */
async function part(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

/** In a frame whose page is text (`srcdoc`), a link to `#…` would lead to the page around it. */
function keepLinksHere() {
  const page = (address) => address.split("#")[0];
  if (page(document.baseURI) === page(location.href)) return;
  addEventListener("click", (event) => {
    const hash = event.target.closest?.('a[href^="#"]')?.getAttribute("href");
    if (hash === undefined || event.defaultPrevented) return;
    event.preventDefault();
    location.hash = hash;
  });
}

try {
  keepLinksHere();
  const [first, rest] = await Promise.all(["app-wasm", "app-rest"].map(part));
  let linked = false;
  const link = () => {
    if (linked) return;
    new WebAssembly.Instance(rest, { first: interleave.exports });
    interleave.exports.rest_linked.value = 1;
    linked = true;
  };
  globalThis.interleave = {
    begun: (exports) => (interleave.exports = exports),
    link_rest: link,
    rest_comes: (told) => (link(), told()),
  };
  await __wbg_init({ module_or_path: first });
} catch (problem) {
  console.error(problem);
  app.textContent = navigator.language.startsWith("vi")
    ? "Interleave không khởi động được: trình duyệt phải hỗ trợ WebAssembly và giải nén. Hãy dùng trình duyệt mới hơn."
    : "Interleave could not start: it needs WebAssembly and decompression. Please use a newer browser.";
}
