import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../src/platform/project.ts';
import { stopAll } from './apps.ts';
import { benchCommand } from './command.ts';
import { benchDelivery } from './delivery.ts';
import { benchDigest } from './digest.ts';
import { build, loadNow, machine, startServer } from './environment.ts';
import { startFakeSlack } from './fake-slack.ts';
import { benchAlert } from './health-alert.ts';
import { benchEvaluate } from './health-evaluate.ts';
import { benchIngest } from './health-ingest.ts';
import { benchSignalMemory } from './health-memory.ts';
import { benchHome } from './home.ts';
import { benchMassFall } from './mass-fall.ts';
import { type Line, table } from './measure.ts';
import { benchMemory } from './memory.ts';
import { benchPictures } from './pictures.ts';
import { report } from './report.ts';
import { benchSize } from './size.ts';
import { benchStart } from './start.ts';
import { benchStarve } from './starve.ts';
import { benchSubmit } from './submit.ts';
import { benchTimers } from './timers.ts';

// Everything in one run, so that the figures belong together. `--write` keeps them in docs/benchmarks.md; a word
// such as `timers` runs that one alone.

const words = process.argv.slice(2);
const write = words.includes('--write');
const only = words.filter((word) => !word.startsWith('--'));
/** A million signals, or millions of rows, take their time: only when asked for. */
const ASKED_FOR = ['health-memory', 'size'];

const load = loadNow();
const built = await build();
const server = await startServer();
const slack = await startFakeSlack();
const benches: Record<string, () => Promise<Line[]>> = {
  command: () => benchCommand(server, built, slack),
  starve: () => benchStarve(server, built, slack),
  submit: () => benchSubmit(server, built, slack),
  timers: () => benchTimers(server),
  delivery: () => benchDelivery(server, built),
  'health-ingest': () => benchIngest(server, built, slack),
  'health-evaluate': () => benchEvaluate(server),
  'health-alert': () => benchAlert(server, built, slack),
  'mass-fall': () => benchMassFall(server),
  digest: () => benchDigest(server),
  home: () => benchHome(server, built),
  pictures: () => benchPictures(built),
  size: () => benchSize(server),
  memory: () => benchMemory(server, built, slack),
  'health-memory': () => benchSignalMemory(server, built, slack),
  start: () => benchStart(built, slack),
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().finally(() => process.exit(1)));
}
const lines: Line[] = [];
try {
  for (const [name, run] of Object.entries(benches)) {
    if (only.length > 0 ? !only.includes(name) : ASKED_FOR.includes(name)) continue;
    console.error(`${name} …`);
    lines.push(...(await run()));
  }
} finally {
  await stopAll();
  await slack.close();
  await server.close();
}
const on = machine(server.version, load);
console.log(`\n${on}\n\n${table(lines)}`);
if (write) await writeFile(join(projectFolder, 'docs', 'benchmarks.md'), report(on, lines));
