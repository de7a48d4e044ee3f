// A run plays while its slide is on screen, and pauses when the slide is left.
const runs = (slide) => [...(slide?.querySelectorAll('interleave-run') ?? [])];

// A run that is taken away while it is asked for something says so; nobody minds here.
const ask = (run, what) => run[what]().catch(() => {});

const come = (slide) => runs(slide).forEach((run) => ask(run, 'play'));
const leave = (slide) => runs(slide).forEach((run) => ask(run, 'pause'));

// Keys belong to whatever has the focus. After a click into a run that is the run, where the arrows step:
// the slides have them back as soon as the pointer moves outside of it, and with every change of slide.
const deck = document.querySelector('.reveal');
deck.tabIndex = -1;
const takeKeys = () => document.activeElement?.localName === 'interleave-run' && deck.focus({ preventScroll: true });
document.addEventListener('pointermove', takeKeys);

Reveal.initialize({ hash: true, width: 1080, height: 800, transition: 'none' });
Reveal.on('ready', ({ currentSlide }) => come(currentSlide));
Reveal.on('slidechanged', ({ previousSlide, currentSlide }) => {
  leave(previousSlide);
  takeKeys();
  come(currentSlide);
});
