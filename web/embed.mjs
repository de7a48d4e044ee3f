// The element of `embed.js` for modules: `import InterleaveRun from './embed.mjs'`.
//
// In a bundle nobody knows where the page is: `InterleaveRun.home = '/interleave/'` says it.
import './embed.js';

const InterleaveRun = globalThis.customElements?.get('interleave-run');
if (InterleaveRun && /\/embed\.mjs(\?|$)/.test(import.meta.url)) InterleaveRun.home = new URL('./', import.meta.url).href;

export default InterleaveRun;
