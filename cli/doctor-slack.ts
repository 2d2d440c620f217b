import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../src/platform/project.ts';
import { classifySlackError } from '../src/platform/slack.ts';
import { type Finding, hint, ok, wrong } from './finding.ts';
import type { Io } from './io.ts';
import { slackOf } from './open.ts';

const REINSTALL = 'Reinstall the app to the workspace from its Slack settings, and take the new bot token.';

/** Whether Slack accepts the token, and whether the token may do what the manifest asks for. */
export async function checkSlack(io: Io): Promise<Finding[]> {
  const token = io.env['SLACK_BOT_TOKEN']?.trim();
  if (!token) return [];
  const wanted = await wantedScopes();
  try {
    const found = await slackOf(io, token).auth.test();
    const granted = found.response_metadata?.scopes ?? [];
    const missing = wanted.filter((scope) => !granted.includes(scope));
    return [
      ok(`Slack accepts the token of ${found.team} (${found.team_id})`),
      missing.length === 0
        ? ok('The token has every scope')
        : wrong(`The token lacks ${missing.join(', ')}`, REINSTALL),
    ];
  } catch (error) {
    const failure = classifySlackError(error);
    if (failure.kind === 'tokenDead') return [wrong(`Slack refuses the token (${failure.code})`, REINSTALL)];
    if (failure.kind === 'rateLimited') return [hint('Slack asks to wait', 'Run doctor again in a minute.')];
    return [
      wrong(
        `Slack does not answer (${failure.code})`,
        'Check the network, a proxy, and SLACK_API_URL if it is set.',
      ),
    ];
  }
}

async function wantedScopes(): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(projectFolder, 'manifest.json'), 'utf8'));
  return manifest.oauth_config.scopes.bot;
}
