import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/opt/homebrew/bin/pgbouncer'].find(existsSync);
/** Who runs it where we are root, which it refuses. */
const NOBODY = 65_534;

export interface Pooler {
  /** `url` by way of the pooler. */
  through(url: string): string;
  close(): Promise<void>;
}

/**
 * A PgBouncer on loopback in front of a server, for any of its databases. In transaction mode as strict as it can
 * be: it takes no startup parameter, and hands its few sessions round.
 */
export async function startPooler(server: string, mode: 'transaction' | 'session'): Promise<Pooler> {
  if (!PROGRAM) throw new Error('PgBouncer is not installed: apt-get install pgbouncer');
  const { hostname, port, username, password } = new URL(server);
  const folder = await mkdtemp(join(tmpdir(), 'baton-pooler-'));
  const listening = await freePort();
  const config = `
    [databases]
    * = host=${hostname} port=${port || 5432}
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = ${listening}
    unix_socket_dir =
    auth_type = plain
    auth_file = ${join(folder, 'users')}
    pool_mode = ${mode}
    default_pool_size = ${mode === 'transaction' ? 4 : 40}
    server_round_robin = 1
    server_idle_timeout = 5
    max_client_conn = 1000
    ignore_startup_parameters =
    log_connections = 0
    log_disconnections = 0`;
  await writeFile(join(folder, 'pooler.ini'), config.replace(/^ +/gm, ''));
  await writeFile(
    join(folder, 'users'),
    `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`,
    { mode: 0o600 },
  );
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;
  if (as) {
    for (const name of ['', 'pooler.ini', 'users']) await chown(join(folder, name), as.uid, as.gid);
  }
  const child = spawn(PROGRAM, [join(folder, 'pooler.ini')], { stdio: 'ignore', ...as });
  const ended = once(child, 'exit');
  await answers(listening, () => child.exitCode);
  return {
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(listening) }).href,
    async close() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

async function answers(port: number, exitCode: () => number | null): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    if (exitCode() !== null) break;
    await pause(25);
  }
  throw new Error('PgBouncer does not start');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
