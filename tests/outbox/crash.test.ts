import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const script = fileURLToPath(new URL('delivering-process.ts', import.meta.url));

test('orphaned locks after a crash: killed again and again while it delivers, every message is said once and in order', async () => {
  const lanes = ['cs', 'sales', 'rep', 'csm', 'lead'];
  const keys = lanes.flatMap((lane) =>
    Array.from({ length: 12 }, (_, n) => ({ lane, key: `${lane} ${n}`, n })),
  );
  await world.enqueue(
    ...keys.map(({ lane, key, n }) =>
      world.message({ lane, kind: 'note', thread: lane, dedupeKey: key, root: n === 0 }),
    ),
  );
  world.sandbox.faults.slow(40, { method: 'chat.postMessage' });
  for (let kills = 0; kills < 3; kills += 1) {
    const before = world.sandbox.posts.length;
    const { database, sandbox } = world;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', script, database.url, sandbox.apiUrl, sandbox.botToken],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    while (sandbox.posts.length < before + 7) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await world.timePasses();
  }
  const delivery = world.deliver();
  do {
    await world.timePasses();
  } while ((await delivery.runOnce()) > 0);
  const said = world.sandbox.posts.map((post) => post.text);
  for (const lane of lanes) {
    const inOrder = keys.filter((each) => each.lane === lane).map((each) => each.key);
    expect(said.filter((text) => text.startsWith(`${lane} `))).toEqual(inOrder);
  }
  expect(new Set(Object.values(await world.rows()).map((row) => row.state))).toEqual(new Set(['sent']));
});
