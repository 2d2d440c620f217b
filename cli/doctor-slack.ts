import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../src/platform/project.ts';
import { classifySlackError } from '../src/platform/slack.ts';
import { type Finding, hint, ok, wrong } from './finding.ts';
import type { Io } from './io.ts';
import { introduceOf } from './open.ts';

const REINSTALL = 'Reinstall the app to the workspace from its Slack settings, and take the new bot token.';

interface SlackChecked {
  findings: Finding[];
  /** The workspace that the token opens, where Slack says so. */
  slackTeamId: string | null;
}

/** Whether Slack accepts the token, and whether the token may do what the manifest asks for. */
export async function checkSlack(io: Io): Promise<SlackChecked> {
  const token = io.env['SLACK_BOT_TOKEN']?.trim();
  if (!token) return { findings: [], slackTeamId: null };
  const wanted = await wantedScopes();
  try {
    const { name, slackTeamId, scopes } = await introduceOf(io, token);
    const findings = [ok(`Slack accepts the token of ${name} (${slackTeamId})`), checkScopes(wanted, scopes)];
    return { findings, slackTeamId };
  } catch (error) {
    return { findings: [refusalOf(error)], slackTeamId: null };
  }
}

function refusalOf(error: unknown): Finding {
  const failure = classifySlackError(error);
  if (failure.kind === 'tokenDead') return wrong(`Slack refuses the token (${failure.code})`, REINSTALL);
  if (failure.kind === 'rateLimited') return hint('Slack asks to wait', 'Run doctor again in a minute.');
  return wrong(
    `Slack does not answer (${failure.code})`,
    'Check the network, a proxy, and SLACK_API_URL if it is set.',
  );
}

function checkScopes(wanted: readonly string[], granted: readonly string[] | null): Finding {
  if (granted === null)
    return hint(
      'Slack did not name the scopes of the token',
      'A proxy may take the header x-oauth-scopes away. Compare them with manifest.json in the app’s Slack settings.',
    );
  const missing = wanted.filter((scope) => !granted.includes(scope));
  return missing.length === 0
    ? ok('The token has every scope')
    : wrong(`The token lacks ${missing.join(', ')}`, REINSTALL);
}

async function wantedScopes(): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(projectFolder, 'manifest.json'), 'utf8'));
  return manifest.oauth_config.scopes.bot;
}
