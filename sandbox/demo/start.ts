import { join, resolve } from 'node:path';
import { projectFolder } from '../../src/platform/config.ts';
import { EmbeddedError, startEmbedded } from '../../src/platform/embedded/embedded.ts';
import { createLogger, type Logger } from '../../src/platform/logger.ts';
import type { Files } from '../page/build.ts';
import { startPage } from '../page/start-page.ts';
import { type Stage, startStage, startWonStage } from './stage.ts';
import { playStory } from './story.ts';

const DEMO_FOLDER = process.env['DATA_DIR'] ?? join('.data', 'demo');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A page on one port, and behind it everything that Baton needs. With `--story`, a transcript instead. */
async function main(): Promise<void> {
  const log = createLogger(process.env['LOG_LEVEL'] ?? 'warn');
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  // Also in the middle of the start: what has been started is stopped.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
  try {
    await (process.argv.includes('--story') ? tell(log, closers) : play(log, closers));
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `folder` is its own, so that the story can be played while the demo runs. */
async function startDatabase(
  folder: string,
  log: Logger,
  closers: (() => Promise<unknown>)[],
): Promise<string> {
  say('Starting the database …');
  const server = await startEmbedded({ dataDir: resolve(projectFolder, folder), as: 'app', log });
  closers.push(server.release);
  say('Starting Baton and its Slack …');
  return server.url;
}

async function tell(log: Logger, closers: (() => Promise<unknown>)[]): Promise<void> {
  const folder = process.env['DATA_DIR'] ?? join('.data', 'story');
  const stage = await startStage(await startDatabase(folder, log, closers), log);
  closers.push(stage.close);
  await playStory(stage, say);
  for (const close of closers.splice(0).reverse()) await close();
}

async function play(log: Logger, closers: (() => Promise<unknown>)[]): Promise<void> {
  let files: Files | null = null;
  let stage: Stage | undefined;
  let url = '';
  // First, because a taken port is the likeliest to stop us.
  const page = await startPage({
    port: Number(process.env['PORT'] ?? 3000),
    files: () => files,
    baton: () => stage?.batonUrl ?? null,
    async reset() {
      page.pause();
      await stage?.close();
      stage = await startWonStage(url, log);
      page.show(stage);
    },
  });
  closers.push(page.close);
  // Loaded here: the story needs no page.
  const building = import('../page/build.ts').then(({ buildClient }) => buildClient());
  building.catch(() => {});
  url = await startDatabase(DEMO_FOLDER, log, closers);
  closers.push(async () => stage?.close());
  stage = await startWonStage(url, log);
  files = await building;
  page.show(stage);
  say(`\nOpen ${page.url} and be the rep. Ctrl-C stops everything.`);
  say(
    `Its command line meanwhile: DATA_DIR=${DEMO_FOLDER} SANDBOX=true npm run baton -- settings get. The HTTP API answers there too, at /v1.`,
  );
}

function explain(error: unknown): string {
  if (error instanceof EmbeddedError) {
    return error.code === 'folder_in_use'
      ? 'A demo of this folder runs already: open the address it printed, or stop it.'
      : error.message;
  }
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken, perhaps by another demo. Stop what runs there, or choose another port: PORT=4000 npm run demo`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
