// Starts the page. A file of its own, so that the content security policy can
// forbid every inline script; the names it needs are the preload links' own.
const app = document.getElementById("app");
try {
  const { default: start } = await import(document.getElementById("app-script").href);
  await start({ module_or_path: document.getElementById("app-wasm").href });
} catch (problem) {
  console.error(problem);
  app.textContent = navigator.language.startsWith("vi")
    ? "Interleave không khởi động được: trình duyệt phải hỗ trợ WebAssembly. Hãy tải lại trang hoặc dùng trình duyệt mới hơn."
    : "Interleave could not start: it needs WebAssembly. Reload the page, or try a newer browser.";
}
