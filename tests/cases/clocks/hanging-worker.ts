import pino from 'pino';
import { fireDueTimers } from '../../../src/cases/clocks/fire.ts';
import { openDatabase } from '../../../src/platform/database/database.ts';
import { servingAll } from '../../support/served.ts';
import { posting, testClock } from './world.ts';

// A process of its own: it fires what is due, and says "holding" with everything written but nothing committed.
const [url = '', at = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const { db } = openDatabase({ url, log });
const clock = testClock();
clock.at = new Date(at);
await fireDueTimers({
  db,
  clock,
  served: await servingAll(db),
  handlers: {
    async 'sample.answer'(ctx, due) {
      await posting(ctx, due);
      process.stdout.write('holding');
      return new Promise(() => {});
    },
  },
  log,
});
