import { startBatonApp, startOtherApp } from './apps.ts';
import { onDatabase, type Server } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { compareLatency, type Line } from './measure.ts';
import { handoffCommand, send } from './requests.ts';
import { seed } from './seed.ts';

const SIZE = { warmUp: 100, times: 300 };
const PEOPLE = 100;

/** `/handoff NAME` to its ack and to views.open, against Bolt that opens the same view and has no database. */
export async function benchCommand(
  server: Server,
  built: (file: string) => string,
  slack: FakeSlack,
  { warmUp, times } = SIZE,
): Promise<Line[]> {
  const url = await server.createDatabase('command');
  await onDatabase(url, (client) => seed(client, { members: PEOPLE, handoffs: 500 }));
  const { apiUrl } = slack;
  const baton = await startBatonApp({ file: built('app.js'), apiUrl, environment: { DATABASE_URL: url } });
  const bare = await startOtherApp({ file: built('bench/bare-bolt.js'), apiUrl, environment: {} });
  const figures = { baton: { ack: [], open: [] } as Figures, bare: { ack: [], open: [] } as Figures };
  for (let i = 0; i < warmUp + times; i++) {
    const fields = handoffCommand((i % PEOPLE) + 1, `Sample Account ${(i % 500) + 1}`);
    // The modal is filled before the next request, so that nobody pays for another's work.
    const ours = await once(slack, baton.port, fields, 'views.update');
    const theirs = await once(slack, bare.port, fields, 'views.open');
    if (i < warmUp) continue;
    figures.baton.ack.push(ours.ack);
    figures.baton.open.push(ours.open);
    figures.bare.ack.push(theirs.ack);
    figures.bare.open.push(theirs.open);
  }
  await Promise.all([baton.stop(), bare.stop()]);
  return [
    compareLatency('/handoff to ack', figures.baton.ack, figures.bare.ack, 1.3),
    compareLatency('/handoff to views.open', figures.baton.open, figures.bare.open, 1.3),
  ];
}

interface Figures {
  ack: number[];
  open: number[];
}

async function once(slack: FakeSlack, port: number, fields: Record<string, string>, last: string) {
  const started = performance.now();
  let open = 0;
  const done = new Promise<void>((resolve) => {
    slack.onCall((method, at) => {
      if (method === 'views.open') open = at - started;
      if (method === last) resolve();
    });
  });
  const { ms: ack } = await send(port, fields);
  await done;
  return { ack, open };
}
