import { startBaton } from '../../app.ts';
import { readConfig, readEnvironment } from '../../src/platform/config.ts';

// A whole Baton in a process of its own, to be killed. It differs from app.ts in its pace alone, so that hundreds
// of messages go out within a test.
const paceMs = Number(process.env['TEST_PACE_MS'] ?? '0');
const baton = await startBaton(readConfig(readEnvironment()), { paceMs });
process.once('SIGTERM', () => void baton.stop().then(() => process.exit(0)));
