import pino from 'pino';
import { startDelivery } from '../../src/outbox/loop.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { servingAll } from '../support/served.ts';

// A process of its own, to be killed: it delivers until there is nothing left.
const [url = '', apiUrl = '', token = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const { db } = openDatabase({ url, log });
startDelivery({
  db,
  clock: systemClock,
  served: await servingAll(db, { token, apiUrl }),
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
