// <interleave-run pattern="worker-pool" workers="8" theme="auto">: a live run in a page of yours.
//
// Attributes are knobs and options of the link (docs/embedding.md in the repository); changing one
// changes the run. Where there are no elements (on a server), this does nothing.
if (globalThis.customElements && !customElements.get('interleave-run')) {
  const PROTOCOL = 1;
  const PATIENCE_MS = 60_000;
  const OWN = /^(id|class|style|slot|title|hidden|part|is|role|dir|tabindex|pattern|src|label|height|eager|click|still|width|inert|translate|nonce|accesskey|draggable|spellcheck|item(id|prop|ref|scope|type)|_ng.*|data-.*|aria-.*|on.*)$/;
  const EVENTS = new Set(['ready', 'change', 'claim', 'finish', 'error', 'challenge']);
  const WORDS = {
    en: { play: 'Run', of: 'A live run of', loads: 'Loading…', failed: 'Not loaded. Press to try again.' },
    vi: { play: 'Chạy', of: 'Lượt chạy của', loads: 'Đang tải…', failed: 'Không tải được. Nhấn để thử lại.' },
  };
  const GONE = 'The element is not in a page.';
  // Modules are not told their own script.
  const script = document.currentScript ?? [...document.scripts].find(({ type, src }) => type === 'module' && /\/embed\.m?js(\?|$)/.test(src));

  // As much of the page as the runs will take, until it has been painted.
  const ROOM = new CSSStyleSheet();
  ROOM.replaceSync(':where(interleave-run:not([hidden])) { display: grid; height: 420px; height: attr(height px, 420px); }');

  const LOOK = new CSSStyleSheet();
  LOOK.replaceSync(`
  :host { display: grid; max-width: 760px; color-scheme: light dark; --tint: light-dark(#3b5bdb, #6e83ee); }
  :host([theme="light" i]) { color-scheme: light; }
  :host([theme="dark" i]) { color-scheme: dark; }
  :host([hidden]) { display: none; }
  iframe, button { grid-area: 1 / 1; width: 100%; border: 1px solid #8886; border-radius: 10px; box-sizing: border-box; background: light-dark(#fbfaf7, #131416); }
  .waits { opacity: 0; }
  button { position: relative; overflow: hidden; cursor: pointer; color: CanvasText; font: 600 16px system-ui, sans-serif; text-align: start; }
  button:focus-visible { outline: 3px solid var(--tint); }
  button * { position: absolute; inset: 12px 16px auto; }
  small { inset: auto 16px 12px; font-weight: 400; }
  b { inset: 0; margin: auto; width: 56px; height: 56px; border-radius: 50%; background: var(--tint); }
  b::after { content: ""; position: absolute; inset: 17px 16px 17px 21px; background: #fff; clip-path: polygon(0 0, 100% 50%, 0 100%); }
  /* Lanes: one that is busy, and what waits beside it. */
  i { inset: auto 16px 44px; height: 84px; opacity: .6;
    background: linear-gradient(90deg, var(--tint) 9%, #0000 0 13%, var(--tint) 0 21%, #0000 0 42%, var(--tint) 0 52%, #0000 0 71%, var(--tint) 0 80%, #0000 0) 0 0 / 100% 18px no-repeat,
      linear-gradient(90deg, #8886 9%, #8883 0 42%, #8886 0 52%, #0000 0) 0 33px / 100% 18px no-repeat,
      linear-gradient(90deg, #0000 13%, #8886 0 21%, #8883 0 71%, #8886 0 80%, #0000 0) 0 66px / 100% 18px no-repeat; }
  img { inset: 0; width: 100%; height: 100%; object-fit: contain; }
  img ~ i, img ~ span, [aria-busy] b::after { display: none; }
  @media (prefers-reduced-motion: no-preference) { [aria-busy] b { animation: 1s infinite alternate wait; } }
  @keyframes wait { to { opacity: .4; } }
  `);

  const put = (parent, tag, textContent = '') => parent.appendChild(Object.assign(document.createElement(tag), { textContent }));
  const promised = () => {
    const one = {};
    one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
    one.promise.catch(() => {});
    return one;
  };

  // The page around them is painted first.
  const early = new Set();
  let painted = performance.getEntriesByType('paint').length > 0;
  if (!painted) {
    document.adoptedStyleSheets.push(ROOM);
    requestAnimationFrame(() => setTimeout(() => {
      painted = true;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== ROOM);
      early.forEach(queueMicrotask);
      early.clear();
    }));
  }

  customElements.define('interleave-run', class InterleaveRun extends HTMLElement {
    /** Where the page is. In a bundle nobody knows: say it here, or with `src` for one run. */
    static home = new URL('./', script?.src || document.baseURI).href;

    #frame; #port; #origin; #still; #timer; #shown; #sight; #ready = promised(); #asked = 0; #high = 420; #open = new Map();
    #watch = new MutationObserver(() => this.#changed());

    static {
      // Knobs of patterns are called so too, and frameworks set properties where there are such.
      for (const name of ['step', 'pause', 'src']) {
        const { value, get = () => value } = Object.getOwnPropertyDescriptor(this.prototype, name);
        Object.defineProperty(this.prototype, name, { get, set(to) { if (to == null) this.removeAttribute(name); else this.setAttribute(name, to); } });
      }
    }

    connectedCallback() {
      addEventListener('message', this.#hear);
      // Attributes of any name are knobs, so all are watched.
      this.#watch.observe(this, { attributes: true });
      if (painted) this.#begin();
      else early.add(this.#begin);
      // Whoever has imported this may have to say yet where the page is.
      if (this.hasAttribute('eager')) queueMicrotask(() => this.isConnected && this.#activate());
    }

    disconnectedCallback() {
      removeEventListener('message', this.#hear);
      this.#watch.disconnect();
      early.delete(this.#begin);
      this.#drop(GONE);
    }

    #begin = () => {
      if (this.#frame || this.#still) return;
      this.#wait();
      this.#look();
    };

    // It loads when it is near the window, unless it is to be pressed.
    #look() {
      this.#sight?.disconnect();
      if (this.hasAttribute('click')) return;
      this.#sight = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && this.#activate(), { rootMargin: '200px' });
      this.#sight.observe(this);
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
      const { pattern, src, ...pairs } = this.#said();
      const url = new URL(src, document.baseURI);
      // Scripts have addresses too.
      if (!/^(https?|file):$/.test(url.protocol)) throw new Error(`A run cannot be at ${url.protocol} addresses.`);
      url.hash = `/${encodeURIComponent(pattern)}?${Object.entries({ ...pairs, embed: 1 }).map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
      return url.href;
    }

    // Where the frame is to go, and who will answer there.
    #leads() {
      const { src } = this;
      this.#origin = new URL(src).origin;
      return src;
    }

    // A title of 0 or 1 is the option of that name; any other is a tooltip.
    #said() {
      const isKnob = ({ name, value }) => !OWN.test(name) || (name === 'title' && /^[01]$/.test(value));
      const said = Object.fromEntries([...this.attributes].filter(isKnob).map(({ name, value }) => [name, value]));
      return { ...said, pattern: this.#own('pattern') ?? '', src: this.#own('src') ?? this.constructor.home };
    }

    #own(name) { return this.getAttribute(name); }

    get #words() {
      const lang = this.#own('lang') ?? navigator.language;
      return WORDS[lang.slice(0, 2).toLowerCase()] ?? WORDS.en;
    }

    get #name() {
      return this.#own('label') ?? `${this.#words.of} ${this.#own('pattern')?.replaceAll('-', ' ') || 'a pattern'}`;
    }

    // As it says, or as what it holds asks for.
    get #height() { return Number(this.#own('height')) || this.#high; }

    get #root() {
      if (!this.shadowRoot) this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [LOOK];
      return this.shadowRoot;
    }

    // Until the run is there: a picture of yours, or one that costs nothing.
    #wait(says = '') {
      const button = this.#still ??= Object.assign(put(this.#root, 'button'), { type: 'button', onclick: () => this.play().catch(() => {}) });
      button.replaceChildren();
      button.style.height = `${this.#height}px`;
      button.ariaLabel = `${says || this.#words.play}: ${this.#name}`;
      button.ariaBusy = says === this.#words.loads || null;
      const still = this.#own('still');
      if (still) Object.assign(put(button, 'img'), { src: still, alt: '' });
      put(button, 'span', this.#name);
      put(button, 'i');
      put(button, 'b');
      put(button, 'small', says);
    }

    #activate() {
      if (this.#frame) return;
      this.#sight?.disconnect();
      let src;
      try {
        src = this.#leads();
      } catch ({ message }) {
        return void this.#fail(message);
      }
      this.#wait(this.#words.loads);
      this.#shown = this.#said();
      this.#frame = document.createElement('iframe');
      Object.assign(this.#frame, { src, title: this.#name, allow: 'clipboard-write', referrerPolicy: 'no-referrer', className: 'waits' });
      this.#frame.style.height = `${this.#height}px`;
      this.#frame.onload = () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#fail('The page of the run does not answer.'), PATIENCE_MS);
        // It is there already, or was, and has been left.
        if (!this.#still) this.getState().then(() => clearTimeout(this.#timer), () => {});
      };
      this.#root.prepend(this.#frame);
    }

    // The page in the frame says hello, or that it is at its end.
    #hear = ({ source, origin, data }) => {
      if (!this.#frame || source !== this.#frame.contentWindow) return;
      // Where this page has no origin that could be named, as from a disk or in a sandbox, the frame has none.
      if (origin !== this.#origin && !(origin === 'null' && self.origin === 'null')) return;
      const version = data?.interleave;
      if (!(version >= 1)) return;
      if (data.type === 'failed') this.#fail(String(data.why));
      if (data.type === 'hello') this.#connect(Math.min(version, PROTOCOL), origin === 'null' ? '*' : origin);
    };

    #connect(version, target) {
      if (this.#port) this.#forget('The run was loaded anew.');
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = ({ data }) => this.#told(data);
      this.#frame.contentWindow.postMessage({ interleave: version, type: 'connect' }, target, [port2]);
    }

    #told(message) {
      if (typeof message !== 'object' || message === null) return;
      const { id, event, ...detail } = message;
      if (typeof id === 'number') {
        const open = this.#open.get(id);
        this.#open.delete(id);
        if (detail.ok) open?.resolve(detail.value);
        else open?.reject(new Error(detail.why));
      } else if (event === 'size') {
        if (detail.height > 0) this.#high = Math.min(Math.max(detail.height + 2, 120), 4000);
        this.#frame.style.height = `${this.#height}px`;
      } else if (EVENTS.has(event)) {
        if (event === 'ready') this.#show();
        this.#tell(event, detail);
      }
    }

    #tell(event, detail) {
      this.dispatchEvent(new CustomEvent(event, { detail }));
    }

    // The run is there. Who pressed for it by keyboard goes on in it; nobody else's focus moves.
    #show() {
      clearTimeout(this.#timer);
      const pressed = this.#still && this.#root.activeElement === this.#still;
      this.#frame.className = '';
      if (pressed) this.#frame.focus();
      this.#still?.remove();
      this.#still = undefined;
      this.#ready.resolve();
    }

    async #ask(what, more) {
      if (!this.isConnected) throw new Error(GONE);
      const { promise } = this.#ready;
      this.#activate();
      await promise;
      if (!this.#port) throw new Error(GONE);
      const id = (this.#asked += 1);
      const open = promised();
      this.#port.postMessage({ ...more, id, do: what });
      this.#open.set(id, open);
      return open.promise;
    }

    // Whoever waits is told why not.
    #forget(why) {
      this.#port?.close();
      this.#port = undefined;
      this.#ready.reject(new Error(why));
      this.#ready = promised();
      for (const { reject } of this.#open.values()) reject(new Error(why));
      this.#open.clear();
    }

    #drop(why) {
      clearTimeout(this.#timer);
      this.#sight?.disconnect();
      this.shadowRoot?.replaceChildren();
      this.#frame = this.#still = undefined;
      this.#high = 420;
      this.#forget(why);
    }

    #fail(why) {
      this.#drop(why);
      this.#wait(this.#words.failed);
      this.#tell('error', { why });
    }

    async #changed() {
      if (!this.#frame) {
        if (this.hasAttribute('eager')) this.#activate();
        else if (this.#still) {
          this.#wait();
          this.#look();
        }
        return;
      }
      this.#frame.title = this.#name;
      this.#frame.style.height = `${this.#height}px`;
      const [before, now] = [this.#shown, this.#said()];
      this.#shown = now;
      const knobs = Object.fromEntries(Object.entries(now).filter(([name, value]) => before[name] !== value));
      // Another page answers for itself.
      if ('src' in knobs) {
        this.#drop('The run was loaded anew.');
        return void this.#activate();
      }
      // What is taken away is as by default: only another link says that. In the same page that loads
      // nothing. While it loads, a link says all there is to say.
      const leads = this.#still || 'pattern' in knobs || Object.keys(before).some((name) => !(name in now));
      try {
        if (leads) {
          this.#frame.contentWindow.location.replace(this.#leads());
        } else if (Object.keys(knobs).length > 0) {
          const { notices } = await this.set(knobs);
          if (notices) this.#tell('error', { why: notices });
        }
      } catch ({ message }) {
        this.#tell('error', { why: message });
      }
    }
  });
}
