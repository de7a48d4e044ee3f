// Prints, for each file of a folder: bytes, bytes after brotli, path.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const [folder] = process.argv.slice(1);
const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort();
const compress = promisify(brotliCompress);
const lines = paths.map(async (path) => {
  const bytes = readFileSync(path);
  return `${bytes.length}\t${(await compress(bytes)).length}\t${relative(folder, path)}`;
});
console.log((await Promise.all(lines)).join('\n'));
