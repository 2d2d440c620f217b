import { startBatonApp, startOtherApp } from './apps.ts';
import { countStatements } from './count-statements.ts';
import { onDatabase, type Server } from './environment.ts';
import type { FakeSlack } from './fake-slack.ts';
import { compareLatency, type Line } from './measure.ts';
import { lastSubmission, send } from './requests.ts';
import { findDifference } from './same-rows.ts';
import { seed } from './seed.ts';

const SIZE = { warmUp: 60, times: 240 };

/** *Hand over* to its ack, against Bolt that runs the same statements by hand in one transaction. */
export async function benchSubmit(
  server: Server,
  built: (file: string) => string,
  slack: FakeSlack,
  { warmUp, times } = SIZE,
): Promise<Line[]> {
  const seeded = await server.createDatabase('submit_seeded');
  const drafts = warmUp + times;
  // Nobody is in two of them: a person's channel takes one message a second.
  await onDatabase(seeded, (client) => seed(client, { members: drafts * 2 + 2, handoffs: drafts + 1 }));
  const [url, urlByHand] = [
    await server.createDatabase('submit', 'submit_seeded'),
    await server.createDatabase('submit_by_hand', 'submit_seeded'),
  ];
  const { apiUrl } = slack;
  const baton = await startBatonApp({ file: built('app.js'), apiUrl, environment: { DATABASE_URL: url } });
  const file = built('bench/bare-bolt.js');
  const bare = await startOtherApp({ file, apiUrl, environment: { DATABASE_URL: urlByHand } });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let draft = 1; draft <= drafts; draft++) {
    const fields = lastSubmission(draft, draft);
    const told = posts(slack, 2);
    const { ms } = await handOver(baton.port, fields);
    await told;
    const { ms: byHand } = await handOver(bare.port, fields);
    if (draft <= warmUp) continue;
    ours.push(ms);
    theirs.push(byHand);
  }
  await Promise.all([baton.stop(), bare.stop()]);
  const [count, countByHand] = await countStatements(url, urlByHand, drafts + 1);
  const difference = await findDifference(url, urlByHand);
  if (difference) throw new Error(`the hand-written side leaves other rows: ${difference}`);
  return [compareLatency(`Hand over, to ack (${count} statements; ${countByHand})`, ours, theirs, 2)];
}

async function handOver(port: number, fields: Record<string, string>) {
  const answer = await send(port, fields);
  if (!answer.ack.includes('handoff_done')) throw new Error(`not handed over: ${answer.ack}`);
  return answer;
}

/** Resolves when so many messages were posted, or when one is held for so long that it is not waited for. */
function posts(slack: FakeSlack, count: number): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 2_000);
    slack.onCall((method) => {
      if (method !== 'chat.postMessage' || --left > 0) return;
      clearTimeout(timer);
      resolve();
    });
  });
}
