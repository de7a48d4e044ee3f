// What the command line says of the scenarios: the page must agree with it.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const QUIET = { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] };

/** The program, built if it is not. */
const program = execFileSync('cargo', ['build', '--locked', '--package', 'interleave', '--message-format=json'], QUIET)
  .split('\n')
  .map((line) => line && JSON.parse(line).executable)
  .findLast((executable) => executable);

/** Runs `interleave` with these arguments: what it prints. */
export const printed = (...words) => execFileSync(program, words, QUIET);

/** The same, read as JSON. */
export const interleave = (...words) => JSON.parse(printed(...words));

/** The run of a slug and more arguments, as data. */
export const run = (slug, ...words) => interleave('run', slug, ...words, '--format', 'json');

/** Every scenario: `{slug, group, title, knobs, variants, actions, claims, challenges}`. */
export const scenarios = interleave('list', '--json');

/** The scenario of a slug. */
export const scenario = (slug) => scenarios.find((scenario) => scenario.slug === slug);

/** Whether a knob is a slider: a number, and not a choice. */
export const slides = (knob) => knob.kind !== 'choice';
