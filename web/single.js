// Starts the page in one file. It stands behind the code of wasm-bindgen, in the same module; the
// parts of the wasm are in the page, compressed. Nothing is fetched, so all are there from the start.
const app = document.getElementById("app");

/** A part, compiled. */
async function compiled({ textContent }) {
  const packed = Uint8Array.from(atob(textContent), (letter) => letter.charCodeAt(0));
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
  const [first, ...others] = await Promise.all([...document.querySelectorAll("script.part")].map(compiled));
  globalThis.interleave = {
    begun: (exports) => {
      interleave.exports = exports;
      const given = new Proxy(exports, { get: (of, name) => of[name] ?? of.t0.get(parseInt(name.slice(1), 16)) });
      for (const other of others) new WebAssembly.Instance(other, { first: given });
    },
    // All is linked from the start.
    link_part: () => {},
    needs: () => {},
    whole_comes: (told) => told(),
  };
  await __wbg_init({ module_or_path: first });
} catch (problem) {
  console.error(problem);
  const why = "Interleave could not start: it needs WebAssembly and decompression. Please use a newer browser.";
  app.textContent = navigator.language.startsWith("vi")
    ? "Interleave không khởi động được: trình duyệt phải hỗ trợ WebAssembly và giải nén. Hãy dùng trình duyệt mới hơn."
    : why;
  if (/[?&]embed(=(1|true)?)?(&|$)/i.test(location.hash)) parent.postMessage({ interleave: 1, type: "failed", why }, "*");
}
