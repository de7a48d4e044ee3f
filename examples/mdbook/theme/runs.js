// Runs follow the theme of the book, which is a class of its root element.
const DARK = ['coal', 'navy', 'ayu'];

function dress() {
  const theme = DARK.some((name) => document.documentElement.classList.contains(name)) ? 'dark' : 'light';
  for (const run of document.querySelectorAll('interleave-run')) {
    if (run.getAttribute('theme') !== theme) run.setAttribute('theme', theme);
  }
}

new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ['class'] });
dress();
