// What this page does with the last of its runs.
const run = document.getElementById('driven');
const said = document.getElementById('said');

// An attribute that changes changes the run.
document.getElementById('workers').oninput = ({ target }) => run.setAttribute('workers', target.value);
document.getElementById('wrong').onclick = () => run.setAttribute('variant', 'leaks');
document.getElementById('play').onclick = () => run.play();

run.addEventListener('claim', ({ detail: { claim, holds, ms } }) => {
  if (!holds) said.textContent = `“${claim}” breaks after ${ms} ms.`;
});
run.addEventListener('finish', ({ detail: { outcome } }) => { said.textContent = `It has ended: ${outcome}.`; });
run.addEventListener('error', ({ detail: { why } }) => { said.textContent = why; });
