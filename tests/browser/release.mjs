// Another release of the page: every file that is named by what it holds has another name, and the
// colour of its paper tells who sees it.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from './site.mjs';

const HASH = /-([0-9a-f]{16})(?=[._])/;
const WORKER = /^const RELEASE = "(\w+)";\nconst FILES = (\{.*?\});\n/s;

/** What a worker says: its release, and the files of it. */
export function listed(folder = DIST) {
  const [, release, files] = WORKER.exec(readFileSync(join(folder, 'sw.js'), 'utf8'));
  return { release, files: JSON.parse(files) };
}

/** Writes another release into a folder of its own; `remove` when it is not served any more. */
export function another(paper = 'rgb(1, 2, 3)') {
  const folder = mkdtempSync(join(tmpdir(), 'interleave-release-'));
  cpSync(DIST, folder, { recursive: true });
  const file = (name) => join(folder, name === './' ? 'index.html' : name);
  const { release, files } = listed();
  const turned = [...release].reverse().join('');
  let page = readFileSync(file('./'), 'utf8').replace(release, turned);
  const renamed = Object.keys(files).map((old) => {
    const name = old.replace(HASH, (_, hash) => `-${[...hash].reverse().join('')}`);
    renameSync(file(old), file(name));
    page = page.replaceAll(`./${old}`, `./${name}`);
    if (/^page-.*css$/.test(name)) writeFileSync(file(name), `body { background: ${paper} !important; }`, { flag: 'a' });
    return name;
  });
  writeFileSync(file('./'), page);
  const integrity = (name) => `sha256-${createHash('sha256').update(readFileSync(file(name))).digest('base64')}`;
  const all = Object.fromEntries(renamed.map((name) => [name, integrity(name)]));
  const code = readFileSync(join(DIST, 'sw.js'), 'utf8').replace(WORKER, '');
  writeFileSync(join(folder, 'sw.js'), `const RELEASE = "${turned}";\nconst FILES = ${JSON.stringify(all)};\n${code}`);
  return { folder, paper, release: turned, remove: () => rmSync(folder, { recursive: true }) };
}
