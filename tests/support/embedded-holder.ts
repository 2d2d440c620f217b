import pino from 'pino';
import { startEmbedded } from '../../src/platform/embedded/embedded.ts';

// A process of its own that holds an embedded database: says where it is, and lets go at the end of its input.
const [dataDir = '', as = 'cli'] = process.argv.slice(2);
startEmbedded({ dataDir, as: as === 'app' ? 'app' : 'cli', log: pino({ level: 'silent' }) }).then(
  ({ url, release }) => {
    console.log(url);
    process.stdin.on('end', () => void release()).resume();
  },
  (error: { code?: string }) => {
    console.log(`refused ${error.code}`);
  },
);
