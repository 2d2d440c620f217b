import pino from 'pino';
import { JOB_BOUNDS, openDatabase } from '../../src/platform/database/database.ts';
import { forgetOldOf } from '../../src/retention/forget-old.ts';

// Forgets in one workspace, until it is killed.

const [url = '', id = '', now = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const { db, close } = openDatabase({ url, bounds: JOB_BOUNDS, poolSize: 2, log });
const workspace = { id, slackTeamId: '', botUserId: '' };
await forgetOldOf({ db, workspace, actor: { type: 'job', name: 'retention' }, now: new Date(now), log });
await close();
