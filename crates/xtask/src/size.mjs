// Prints, for each file of a folder: bytes, bytes after brotli, path.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const [folder] = process.argv.slice(1);
const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort();
for (const path of paths) {
  const bytes = readFileSync(path);
  console.log(`${bytes.length}\t${brotliCompressSync(bytes).length}\t${relative(folder, path)}`);
}
