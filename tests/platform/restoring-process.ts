import pino from 'pino';
import { restore } from '../../src/platform/database/restore.ts';

// Restores, until it is killed.

const [url = '', file = ''] = process.argv.slice(2);
await restore({ url, file, log: pino({ level: 'silent' }) });
