// Runs a compiled wasm test in Firefox, for which wasm-bindgen's runner wants a driver that Debian does
// not have: asked to, the runner only serves its page, and Firefox opens that.
//
// WASM_TEST_RUNNER is the runner, WASM_TEST the test; `cargo xtask test wasm` says both.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { browser, close } from './browsers.mjs';

/** A slow machine takes its time; a hang still ends. */
const PATIENCE_MS = 300_000;

const { WASM_TEST_RUNNER, WASM_TEST } = process.env;

const runner = spawn(WASM_TEST_RUNNER, [WASM_TEST], {
  env: { ...process.env, WASM_BINDGEN_USE_BROWSER: '1', NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const address = await new Promise((found, failed) => {
  createInterface(runner.stdout).on('line', (line) => {
    const [named] = /http:\/\/\S+/.exec(line) ?? [];
    if (named) found(named);
  });
  runner.on('exit', () => failed(new Error('The runner serves nothing.')));
});

const page = await (await browser('Firefox')).newPage();
await page.goto(address);
await page.waitForFunction(() => document.querySelector('#output').textContent.includes('test result:'), { timeout: PATIENCE_MS, polling: 200 });
const said = await page.$eval('#output', ({ textContent }) => textContent);
console.log(said);
runner.kill();
await close();
process.exitCode = /test result: ok\. [1-9]/.test(said) ? 0 : 1;
