import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../src/platform/config.ts';
import { stopAll } from './apps.ts';
import { benchCommand } from './command.ts';
import { benchDeals } from './deals.ts';
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
import { benchSlides } from './slides.ts';
import { benchStart } from './start.ts';
import { benchStarve } from './starve.ts';
import { benchSubmit } from './submit.ts';
import { benchTimers } from './timers.ts';

// Everything in one run, so that the figures belong together. `--write` keeps them in docs/benchmarks.md; a word
// such as `timers` runs that one alone.

const words = process.argv.slice(2);
const write = words.includes('--write');
const only = words.filter((word) => word !== '--write');
/** A million signals, or millions of rows, take their time: only when asked for. */
const ASKED_FOR = ['health-memory', 'size'];

interface On {
  built: Awaited<ReturnType<typeof build>>;
  server: Awaited<ReturnType<typeof startServer>>;
  slack: Awaited<ReturnType<typeof startFakeSlack>>;
}

const benches: Record<string, (on: On) => Promise<Line[]>> = {
  command: ({ server, built, slack }) => benchCommand(server, built, slack),
  starve: ({ server, built, slack }) => benchStarve(server, built, slack),
  submit: ({ server, built, slack }) => benchSubmit(server, built, slack),
  timers: ({ server }) => benchTimers(server),
  deals: ({ server }) => benchDeals(server),
  delivery: ({ server, built }) => benchDelivery(server, built),
  'health-ingest': ({ server, built, slack }) => benchIngest(server, built, slack),
  'health-evaluate': ({ server }) => benchEvaluate(server),
  slides: ({ server }) => benchSlides(server),
  'health-alert': ({ server, built, slack }) => benchAlert(server, built, slack),
  'mass-fall': ({ server }) => benchMassFall(server),
  digest: ({ server }) => benchDigest(server),
  home: ({ server, built }) => benchHome(server, built),
  pictures: ({ built }) => benchPictures(built),
  size: ({ server }) => benchSize(server),
  memory: ({ server, built, slack }) => benchMemory(server, built, slack),
  'health-memory': ({ server, built, slack }) => benchSignalMemory(server, built, slack),
  start: ({ built, slack }) => benchStart(built, slack),
};
const unknown = words.find((word) => word !== '--write' && !Object.hasOwn(benches, word));
if (unknown !== undefined) {
  console.error(`There is no ${unknown}. Write any of: --write ${Object.keys(benches).join(' ')}`);
  process.exit(1);
}

const load = loadNow();
const built = await build();
const server = await startServer();
const slack = await startFakeSlack();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close().finally(() => process.exit(1)));
}
const lines: Line[] = [];
try {
  for (const [name, run] of Object.entries(benches)) {
    if (only.length > 0 ? !only.includes(name) : ASKED_FOR.includes(name)) continue;
    console.error(`${name} …`);
    lines.push(...(await run({ built, server, slack })));
  }
} finally {
  await stopAll();
  await slack.close();
  await server.close();
}
const on = machine(server.version, load);
console.log(`\n${on}\n\n${table(lines)}`);
if (write) await writeFile(join(projectFolder, 'docs', 'benchmarks.md'), report(on, lines));
