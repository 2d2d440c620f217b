import pino from 'pino';
import { startDelivery } from '../../src/outbox/loop.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { createSlack } from '../../src/platform/slack.ts';

// A process of its own, to be killed: it delivers until there is nothing left.
const [url = '', apiUrl = '', token = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const { db } = openDatabase({ url, log });
const slack = createSlack({ token, apiUrl, timeoutMs: 2_000 });
startDelivery({
  db,
  clock: systemClock,
  slack: () => slack,
  kinds: {
    note: {
      about: 'internal',
      whenUnknown: 'resend',
      render: async (_, { dedupeKey }) => ({ text: dedupeKey, blocks: [] }),
    },
  },
  validate: () => {},
  hasOutsiders: async () => true,
  onLaneBlocked: async () => {},
  log,
  paceMs: 0,
}).wake();
setInterval(() => {}, 60_000);
