// <interleave-run pattern="worker-pool" workers="8" theme="auto">: a live run in a page of yours.
//
// Every attribute that is not one of an element's own is a knob or an option of the link, and
// changing it changes the run. docs/embedding.md in the repository says what there is, and what goes
// over the wire.
{
  const PROTOCOL = 1;
  // Inside of a bundle nobody knows where this file was: then `src` says where the page is.
  const HERE = new URL('./', document.currentScript?.src ?? document.baseURI);
  // What an element has for itself.
  const OWN = /^(id|class|style|slot|title|hidden|part|is|role|dir|tabindex|pattern|src|label|height|eager|still|data-.*|aria-.*|on.*)$/;
  const EVENTS = new Set(['ready', 'change', 'claim', 'finish', 'error', 'challenge']);
  const WORDS = {
    en: { play: 'Run', of: 'A live run of' },
    vi: { play: 'Chạy', of: 'Lượt chạy của' },
  };

  const STYLE = `
  :host { display: block; max-width: 760px; }
  :host([hidden]) { display: none; }
  iframe { display: block; width: 100%; border: 1px solid #8886; border-radius: 10px; background: #fff0; box-sizing: border-box; }
  button {
    display: grid; place-content: center; gap: 8px; width: 100%; padding: 0; cursor: pointer; font: 600 15px system-ui, sans-serif;
    color: inherit; background: #8881; border: 1px solid #8886; border-radius: 10px; box-sizing: border-box;
  }
  button b { justify-self: center; padding: 8px 18px; border-radius: 99px; background: #3b5bdb; color: #fff; }
  img { max-width: 100%; }
  `;
  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(STYLE);

  class InterleaveRun extends HTMLElement {
    #frame; #port; #origin; #asked = 0; #open = new Map(); #height = 420; #seen; #watch; #turning; #ready; #go;

    constructor() {
      super();
      // Not an element of style: a page may forbid those.
      this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [SHEET];
      this.#ready = new Promise((go) => { this.#go = go; });
    }

    connectedCallback() {
      this.#height = Number(this.getAttribute('height')) || 420;
      this.#still();
      // Attributes of any name are knobs, so all are watched.
      this.#watch = new MutationObserver((changes) => this.#changed(changes.map(({ attributeName }) => attributeName)));
      this.#watch.observe(this, { attributes: true });
      if (this.hasAttribute('eager')) this.#activate();
      else {
        this.#seen = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && this.#activate(), { rootMargin: '200px' });
        this.#seen.observe(this);
      }
      addEventListener('message', this.#hear);
    }

    disconnectedCallback() {
      removeEventListener('message', this.#hear);
      this.#watch?.disconnect();
      this.#seen?.disconnect();
      this.#port?.close();
      this.#frame?.remove();
      this.#frame = this.#port = undefined;
      this.#fail('The element was taken out of the page.');
      this.#ready = new Promise((go) => { this.#go = go; });
    }

    play() { return this.#ask('play'); }
    pause() { return this.#ask('pause'); }
    step(by = 1) { return this.#ask('step', { by }); }
    seek(ms) { return this.#ask('seek', { ms }); }
    set(knobs) { return this.#ask('set', { knobs }); }
    getState() { return this.#ask('getState'); }
    setState(state) { return this.#ask('setState', { state }); }

    /** The address of the run, whole. */
    get src() {
      const base = new URL(this.getAttribute('src') ?? HERE, document.baseURI);
      const pairs = [['embed', '1'], ...[...this.attributes].filter(({ name }) => this.#isKnob(name)).map(({ name, value }) => [name, value])];
      base.hash = `/${encodeURIComponent(this.getAttribute('pattern') ?? '')}?${pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
      return base.href;
    }

    // A title of 0 or 1 is the option of that name; any other is a tooltip.
    #isKnob(name) {
      return !OWN.test(name) || (name === 'title' && /^[01]$/.test(this.getAttribute(name)));
    }

    get #words() {
      const lang = this.getAttribute('lang') ?? this.closest('[lang]')?.lang ?? navigator.language;
      return lang.startsWith('vi') ? WORDS.vi : WORDS.en;
    }

    get #name() {
      return this.getAttribute('label') ?? `${this.#words.of} ${this.getAttribute('pattern')?.replaceAll('-', ' ') ?? 'a pattern'}`;
    }

    // What stands there until the run is wanted: a picture of yours, or a button.
    #still() {
      const button = document.createElement('button');
      button.style.height = `${this.#height}px`;
      button.setAttribute('aria-label', `${this.#words.play}: ${this.#name}`);
      const still = this.getAttribute('still');
      if (still) button.append(Object.assign(new Image(), { src: new URL(still, document.baseURI).href, alt: '' }));
      button.append(Object.assign(document.createElement('b'), { textContent: `▶ ${this.#words.play}` }));
      button.onclick = () => this.#activate();
      this.shadowRoot.append(button);
    }

    #activate() {
      if (this.#frame) return;
      this.#seen?.disconnect();
      const frame = Object.assign(document.createElement('iframe'), { title: this.#name, allow: 'clipboard-write' });
      frame.style.height = `${this.#height}px`;
      frame.src = this.src;
      this.#origin = new URL(frame.src).origin;
      this.#frame = frame;
      frame.onload = () => this.#connect();
      this.shadowRoot.querySelector('button')?.remove();
      this.shadowRoot.append(frame);
    }

    // The page in the frame says hello, or has loaded before we listened.
    #hear = ({ source, origin, data }) => {
      const ours = this.#frame && source === this.#frame.contentWindow && origin === this.#origin;
      if (ours && data?.interleave >= PROTOCOL && data.type === 'hello') this.#connect();
    };

    #connect() {
      if (!this.#frame?.contentWindow) return;
      this.#port?.close();
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = ({ data }) => this.#told(data);
      this.#frame.contentWindow.postMessage({ interleave: PROTOCOL, type: 'connect' }, this.#origin, [port2]);
    }

    #told(message) {
      if (typeof message !== 'object' || message === null) return;
      const { id, ok, value, why, event, ...detail } = message;
      if (typeof id === 'number') {
        const open = this.#open.get(id);
        this.#open.delete(id);
        if (ok) open?.done(value);
        else open?.failed(new Error(String(why)));
      } else if (event === 'size' && Number.isFinite(detail.height) && !this.hasAttribute('height')) {
        this.#frame.style.height = `${Math.min(Math.max(detail.height + 2, 120), 4000)}px`;
      } else if (EVENTS.has(event)) {
        if (event === 'ready') this.#go();
        this.dispatchEvent(new CustomEvent(event, { detail }));
      }
    }

    async #ask(what, more = {}) {
      this.#activate();
      await this.#ready;
      const id = (this.#asked += 1);
      return new Promise((done, failed) => {
        this.#open.set(id, { done, failed });
        try {
          this.#port.postMessage({ ...more, id, do: what });
        } catch (error) {
          this.#open.delete(id);
          failed(error);
        }
      });
    }

    #fail(why) {
      for (const { failed } of this.#open.values()) failed(new Error(why));
      this.#open.clear();
    }

    // Another run in the same page is only another link.
    #load() {
      const page = (address) => address.split('#')[0];
      if (page(this.src) !== page(this.#frame.src)) {
        this.#ready = new Promise((go) => { this.#go = go; });
        this.#origin = new URL(this.src).origin;
      }
      this.#frame.src = this.src;
    }

    // Attributes that change together change the run once.
    #changed(names) {
      if (!this.#frame) return;
      if (names.some((name) => ['pattern', 'src'].includes(name))) {
        this.#load();
        return;
      }
      const knobs = names.filter((name) => this.#isKnob(name));
      if (knobs.length === 0) return;
      this.#turning ??= new Set();
      knobs.forEach((name) => this.#turning.add(name));
      queueMicrotask(async () => {
        const turning = this.#turning;
        this.#turning = undefined;
        if (!turning) return;
        // A knob that is taken away is as the link's default has it: only a new link says that.
        if ([...turning].some((name) => !this.hasAttribute(name))) {
          this.#load();
          return;
        }
        try {
          const { notices } = await this.set(Object.fromEntries([...turning].map((name) => [name, this.getAttribute(name)])));
          if (notices) this.dispatchEvent(new CustomEvent('error', { detail: { why: notices } }));
        } catch (error) {
          this.dispatchEvent(new CustomEvent('error', { detail: { why: error.message } }));
        }
      });
    }
  }

  if (!customElements.get('interleave-run')) customElements.define('interleave-run', InterleaveRun);
}
