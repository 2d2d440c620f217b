import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface StallingProxy {
  /** `url` by way of this proxy. */
  through(url: string): string;
  /** From now on nothing passes in either direction, and nobody is told: a half-open connection. */
  stall(): void;
  resume(): void;
  /** From now on everything takes this many milliseconds longer, in each direction. */
  delay(ms: number): void;
  close(): Promise<void>;
}

/** A TCP proxy in front of a database that can go silent without closing anything. */
export async function startStallingProxy(target: string): Promise<StallingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let stalled = false;
  let delayMs = 0;
  const server = createServer((inner) => {
    const outer = connect(Number(port || 5432), hostname);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from);
      if (stalled) from.pause();
      from.on('data', (chunk) => {
        if (delayMs === 0) to.write(chunk);
        else setTimeout(() => to.write(chunk), delayMs);
      });
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    through(url) {
      const proxied = new URL(url);
      proxied.hostname = '127.0.0.1';
      proxied.port = String((server.address() as AddressInfo).port);
      return proxied.href;
    },
    stall() {
      stalled = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      stalled = false;
      for (const socket of sockets) socket.resume();
    },
    delay(ms) {
      delayMs = ms;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
