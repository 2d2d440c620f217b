/**
 * A local Slack, strict where Slack is strict: an HTTP server with the Web API, signed or socket dispatch to the app,
 * and people to drive it. It stands on Slack's documented rules and knows nothing of the app.
 *
 *   const sandbox = await startSandbox({ seed, signingSecret, appUrls: () => [appUrl] });
 *   // the app: token sandbox.botToken, slackApiUrl sandbox.apiUrl, answers at `${appUrl}/slack/events`
 *   // or, with socketMode: true and no secret and address, connects with sandbox.appToken
 *   const rep = sandbox.person('rep');
 *   await rep.types('/handoff Acme', { in: 'sales' });
 *   const modal = await rep.modal();
 *   await modal.fill('Why they bought', 'Onboarding in a week');
 *   expect(await modal.submit()).toEqual({ closed: true });
 *   await sandbox.person('csm').clicks('Review', { in: 'dm', message: /Acme/ });
 *
 * `people`, `channels`   by handle and by name
 * `admin`                what happens beside the app (someone leaves, a channel is archived…), with its events
 * `faults`               429, 5xx, accepted-then-dropped, slow; `away`, `revokeToken`, `deactivateApp`
 * `faults.sockets`       Socket Mode: sockets that Slack closes, that go silent or end, and its switch
 * `posts`                every message accepted from the app, dropped ones too
 * `traffic`              calls and dispatches; `traffic.violations`: what the app did against the rules
 * `clock.move(ms)`       expires triggers and response_urls, refills rates
 * `clock.putPeopleAt`    the time in which people live: what they read as today
 * `resend(what)`         the last '/handoff', 'block_actions', 'view_submission', 'event team_join' … once more
 *
 * Lengths are counted in UTF-16 units, as in JavaScript. The driver is in driver/person.ts.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Admin, makeAdmin } from './admin.ts';
import type { SandboxClock } from './clock.ts';
import type { Core } from './core.ts';
import { resend } from './dispatch.ts';
import { type Driver, drive } from './driver/person.ts';
import { type Faults, makeFaults } from './faults.ts';
import { handleRequest } from './http.ts';
import { makeLimiter } from './limiter.ts';
import { makeWorld, type Seed } from './seed.ts';
import { makeSockets, type SocketFaults } from './sockets.ts';
import { type Channel, findChannel, findPerson, type Person, type Post } from './state.ts';
import { makeTraffic, type Traffic } from './traffic.ts';

export type { Modal } from './driver/modal.ts';
export type { Seen } from './driver/screen.ts';
export { Trouble } from './interactions.ts';
export type { Admin, Channel, Driver, Faults, Person, Post, Seed, Traffic };

export interface SandboxOptions {
  /** 0, the default, takes any free port. Loopback only. */
  port?: number;
  seed: Seed;
  signingSecret: string;
  /** What is sent to the app goes by sockets that it opens, and not over HTTP. */
  socketMode?: boolean;
  /** How often Slack pings the app's sockets (default 5 s). */
  socketPingMs?: number;
  /** Where the app listens. Several: one after the other, past those that refuse the connection. */
  appUrls?: () => string[];
  /** Slack's rates per method (default on). */
  rateLimits?: boolean;
  /** How long Slack's minute is for rates of a method (default 60000). */
  minuteMs?: number;
  /** One message of a channel in this time (default 1000) … */
  channelPaceMs?: number;
  /** … after so many at once (default 5). */
  channelBurst?: number;
  /** How long the app may take to ack (default 3000). */
  ackTimeoutMs?: number;
  /** Waits before an event is delivered again (default at once, 1 minute, 5 minutes). */
  eventRetryMs?: readonly number[];
  /** How long an uploaded file is looked at before a message may show it (default 100). */
  fileProcessingMs?: number;
  /** How long people wait for something to appear (default 10 s). */
  patienceMs?: number;
  /** Seed of what happens by chance (default 1). */
  faultSeed?: number;
  /** How much traffic is remembered (default 5000 of each). */
  remember?: number;
}

export interface Sandbox {
  /** Its parts, for the page. */
  core: Core;
  url: string;
  /** For `slackApiUrl`; ends in '/api/'. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  botUserId: string;
  teamId: string;
  /** By handle. */
  people: ReadonlyMap<string, Person>;
  /** By name. */
  channels: ReadonlyMap<string, Channel>;
  clock: SandboxClock;
  traffic: Traffic;
  posts: readonly Post[];
  admin: Admin;
  faults: Faults & {
    /** 'refuse': connections are refused. 500: every answer is a 500. false: back again. */
    away(how: 'refuse' | 500 | false): Promise<void>;
    /** token_revoked from now on; false makes it valid again. */
    revokeToken(revoked?: boolean): void;
    /** account_inactive from now on. */
    deactivateApp(inactive?: boolean): void;
    sockets: SocketFaults;
  };
  /** Delivers the last dispatch of this kind again, byte for byte: `what` as in traffic. People see nothing of it. */
  resend(what: string): Promise<{ status: number; body: string }>;
  /** By handle, real name or id. */
  person(who: string): Driver;
  channel(name: string): Channel;
  grantScope(scope: string): void;
  revokeScope(scope: string): void;
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = makeWorld(options.seed);
  const { faults, draw } = makeFaults(options.faultSeed ?? 1);
  const traffic = makeTraffic(options.remember ?? 5_000);
  const core: Core = {
    world,
    traffic,
    draw,
    limiter: makeLimiter({
      on: options.rateLimits ?? true,
      now: world.clock.now,
      minuteMs: options.minuteMs ?? 60_000,
      channelPaceMs: options.channelPaceMs ?? 1_000,
      channelBurst: options.channelBurst ?? 5,
    }),
    url: '',
    signingSecret: options.signingSecret,
    appUrls: options.appUrls ?? (() => []),
    sockets: makeSockets({
      appId: world.app.id,
      ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
      pingMs: options.socketPingMs,
      nextId: world.nextId,
      flag: traffic.flag,
    }),
    isSocketMode: options.socketMode ?? false,
    ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
    eventRetryMs: options.eventRetryMs ?? [0, 60_000, 300_000],
    fileProcessingMs: options.fileProcessingMs ?? 100,
    patienceMs: options.patienceMs ?? 10_000,
    turn: 0,
    closed: false,
  };
  let broken = false;
  const server = createServer((req, res) => {
    if (broken) return void res.writeHead(500).end();
    handleRequest(core, req, res).catch((error: unknown) => {
      // A caller that died in the middle of its request is nobody's fault.
      if (!req.complete) return void res.destroy();
      traffic.flag(
        `the sandbox failed on ${req.url}: ${error instanceof Error ? error.stack : String(error)}`,
      );
      res.destroy();
    });
  });
  if (!core.isSocketMode) core.sockets.switchOff();
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => {});
    if (broken) return void socket.end('HTTP/1.1 500 Internal Server Error\r\n\r\n');
    core.sockets.upgrade(req, socket, head);
  });
  // Longer than clients keep theirs, so that none is closed under a request.
  server.keepAliveTimeout = 60_000;
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      core.sockets.drop();
      if (!server.listening) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  core.url = `http://127.0.0.1:${port}`;

  return {
    core,
    url: core.url,
    apiUrl: `${core.url}/api/`,
    botToken: world.app.token,
    appToken: world.app.appToken,
    botUserId: world.app.botUserId,
    teamId: world.team.id,
    get people() {
      return new Map([...world.people.values()].map((each) => [each.name, each]));
    },
    get channels() {
      return new Map(
        [...world.channels.values()].filter((each) => each.kind !== 'im').map((each) => [each.name, each]),
      );
    },
    clock: world.clock,
    traffic,
    posts: world.posts,
    admin: makeAdmin(core),
    faults: {
      ...faults,
      sockets: core.sockets,
      async away(how) {
        broken = how === 500;
        if (how === 'refuse') await stop();
        else if (!server.listening) await listen(port);
      },
      revokeToken(revoked = true) {
        world.app.tokenState = revoked ? 'revoked' : 'live';
      },
      deactivateApp(inactive = true) {
        world.app.tokenState = inactive ? 'inactive' : 'live';
      },
    },
    async resend(what) {
      const last = traffic.dispatches(what).at(-1);
      if (!last) throw new Error(`nothing was sent as ${what}`);
      return resend(core, last);
    },
    person: (who) => drive(core, findPerson(world, who)),
    channel: (name) => findChannel(world, name),
    grantScope: (scope) => void world.app.scopes.add(scope),
    revokeScope: (scope) => void world.app.scopes.delete(scope),
    async close() {
      core.closed = true;
      await stop();
    },
  };
}
