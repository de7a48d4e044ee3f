// Lighthouse over the built page, median of five.
//
// Prints rows of the table of `cargo xtask bench`.
import { READERS, STEADY, audit } from '../audit.mjs';
import { close } from '../browsers.mjs';

const TIMES = 5;
/** The least score of each category. */
const TARGETS = { performance: 95, ...Object.fromEntries(STEADY.map((name) => [name, 100])) };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

for (const [reader, config] of Object.entries(READERS)) {
  const audits = [];
  for (let time = 0; time < TIMES; time += 1) audits.push(await audit('', Object.keys(TARGETS), config));
  for (const [category, target] of Object.entries(TARGETS)) {
    const scores = audits.map(({ scores }) => scores[category]);
    const score = median(scores);
    console.log(`| Lighthouse, ${reader}: ${category} | ${score} | of ${scores.join(', ')} | ${score} ≥ ${target}: ${score >= target ? 'met' : 'MISSED'} |`);
  }
  const wrong = new Set(audits.flatMap(({ wrong }) => wrong));
  if (wrong.size > 0) console.error([...wrong].join('\n'));
}
await close();
