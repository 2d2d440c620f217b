import { rm } from 'node:fs/promises';
import { startBatonApp } from './apps.ts';
import { temporaryFolder } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { type Line, median, quantile } from './measure.ts';

const SIZE = { times: 7 };

/** From the start of the process until it takes requests, its embedded database included. The first makes that database. */
export async function benchStart(
  built: (file: string) => string,
  { apiUrl }: FakeSlack,
  { times } = SIZE,
): Promise<Line[]> {
  const dataDir = await temporaryFolder();
  const ready: number[] = [];
  for (let i = 0; i <= times; i++) {
    const app = await startBatonApp({ file: built('app.js'), apiUrl, environment: { DATA_DIR: dataDir } });
    ready.push(app.readyMs);
    await app.stop();
  }
  await rm(dataDir, { recursive: true });
  const [first = 0, ...later] = ready;
  const line = (what: string, baton: string): Line => ({
    ...{ what, baton, beside: '', ratio: '', aim: '', met: null },
  });
  const figures = `${Math.round(median(later))} ms (slowest ${Math.round(quantile(later, 1))})`;
  return [
    line('start to ready, its database made', `${Math.round(first)} ms`),
    line('start to ready, on its database', figures),
  ];
}
