// Runs the browser tests one after the other: `node run.mjs [name …]`.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.test.mjs') && (!wanted.length || wanted.some((word) => name.startsWith(word))))
  .map((name) => path.join(import.meta.dirname, name));
const tests = run({ files, concurrency: 1, timeout: 600_000 });
tests.on('test:fail', () => { process.exitCode = 1; });
const report = tests.compose(new spec());
report.pipe(process.stdout);
await finished(report);
