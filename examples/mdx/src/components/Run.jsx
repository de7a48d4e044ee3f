// A live run in a page of an MDX site. Replace the address by that of your Interleave.
import React, { useEffect, useImperativeHandle, useRef } from 'react';

const INTERLEAVE = 'http://127.0.0.1:8080/';

const EVENTS = { onReady: 'ready', onChange: 'change', onClaim: 'claim', onFinish: 'finish', onChallenge: 'challenge', onError: 'error' };

/** Fetches the element, once, however many runs there are. */
function define() {
  const src = `${INTERLEAVE}embed.js`;
  if (document.querySelector(`script[src="${src}"]`)) return;
  document.head.append(Object.assign(document.createElement('script'), { src, async: true }));
}

/** Every property that is no event is an attribute: a knob, or an option of a link. */
export default React.forwardRef(function Run(props, ref) {
  const element = useRef(null);
  useImperativeHandle(ref, () => element.current);
  useEffect(define, []);

  const heard = useRef(props);
  heard.current = props;
  useEffect(() => {
    const run = element.current;
    const listeners = Object.entries(EVENTS).map(([property, event]) => {
      const listener = ({ detail }) => heard.current[property]?.(detail);
      run.addEventListener(event, listener);
      return () => run.removeEventListener(event, listener);
    });
    return () => listeners.forEach((remove) => remove());
  }, []);

  const attributes = Object.entries(props).filter(([name]) => !(name in EVENTS));
  return React.createElement('interleave-run', { src: INTERLEAVE, ...Object.fromEntries(attributes), ref: element });
});
