import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { projectFolder } from '../src/platform/config.ts';
import { type Io, Stop } from './io.ts';

/** Slack's view of the app: what Slack's own pages take. */
export interface Manifest {
  display_information: Record<string, string>;
  features: { slash_commands: { command: string; url?: string }[]; [feature: string]: unknown };
  oauth_config: { scopes: { bot: string[]; bot_optional?: string[] } };
  settings: {
    event_subscriptions: { request_url?: string; bot_events: string[] };
    interactivity: { is_enabled: boolean; request_url?: string; message_menu_options_url?: string };
    socket_mode_enabled: boolean;
    [setting: string]: unknown;
  };
}

const PATH = '/slack/events';

export function registerManifest(program: Command, io: Io): void {
  program
    .command('manifest')
    .description('print the manifest to make the Slack app from')
    .option('--socket', 'for Socket Mode: nothing has to be reachable (the default)')
    .option('--url <https://…>', 'for HTTP: the address at which Slack reaches Baton')
    .option('--without-optional-scopes', 'ask for no scope that Baton can do without')
    .action((options: { socket?: boolean; url?: string; withoutOptionalScopes?: boolean }) => {
      if (options.socket && options.url !== undefined)
        throw new Stop('Choose --socket or --url: Slack sends by one way alone.');
      const manifest = manifestFor(
        options.url === undefined ? null : eventsAt(options.url),
        options.withoutOptionalScopes ?? false,
      );
      io.write(`${JSON.stringify(manifest, null, 2)}\n`);
    });
}

/**
 * Returns manifest.json, which is for Socket Mode, as it is for this way. `url`: where Slack sends to over HTTP, which
 * each command and setting names; null for Socket Mode.
 */
export function manifestFor(url: string | null, withoutOptional = false): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(projectFolder, 'manifest.json'), 'utf8'));
  const { features, settings, oauth_config: oauth } = manifest;
  if (withoutOptional) delete oauth.scopes.bot_optional;
  if (url === null) return manifest;
  features.slash_commands = features.slash_commands.map((command) => ({ ...command, url }));
  settings.event_subscriptions.request_url = url;
  Object.assign(settings.interactivity, { request_url: url, message_menu_options_url: url });
  settings.socket_mode_enabled = false;
  return manifest;
}

/** Returns where Slack sends to at this address. */
function eventsAt(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'https:')
    throw new Stop('--url must be an address that begins with https://, which is all that Slack sends to.');
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path.endsWith(PATH) ? path : `${path}${PATH}`}`;
}
