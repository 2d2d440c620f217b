// Runs one of Baton's programs: `node run.js cli/index ARGUMENTS`. From its sources where their compiler is installed,
// as it is for development; else as `npm run build` made it, so that production needs no development dependency.
import { existsSync } from 'node:fs';

const [, , program, ...given] = process.argv;
process.argv.splice(1, process.argv.length, program, ...given);

const source = new URL(`${program}.ts`, import.meta.url);
const compiler = await import('tsx/esm/api').catch(() => null);
if (compiler && existsSync(source)) {
  compiler.register();
  await import(source.href);
} else {
  await import(new URL(`dist/${program}.js`, import.meta.url).href);
}
