import type { Command } from 'commander';
import type { Workspace } from '../prisma/generated/client.ts';
import { ConfigError, configSchema, readConfig } from '../src/platform/config.ts';
import { schemaState } from '../src/platform/database/migrate.ts';
import { isExplained } from '../src/platform/explained.ts';
import { count } from '../src/platform/text.ts';
import { listWorkspaces } from '../src/workspaces/workspace.ts';
import {
  checkDatabase,
  checkProcess,
  checkSlack,
  checkSocket,
  type Finding,
  hint,
  ok,
  wrong,
} from './doctor-process.ts';
import { checkWorkspace } from './doctor-workspace.ts';
import { type Io, Stop } from './io.ts';
import { DEMO, inDatabase, type Opened } from './open.ts';

const MARKS = { ok: '✓', wrong: '✗', hint: '!' };
/** What the app cannot do without, and where it comes from. */
const NEEDED_FOR: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN:
    'Baton talks to Slack with it. It is the Bot User OAuth Token, under OAuth & Permissions of your Slack app: put it in .env.',
  SLACK_APP_TOKEN:
    'It opens the connection that Slack sends by. Make one with connections:write, under Basic Information, App-Level Tokens: put it in .env.',
};

export function registerDoctor(program: Command, io: Io): void {
  program
    .command('doctor')
    .description('check the installation and say what to do about what is wrong')
    .action(async (_options, command: Command) => {
      const { team } = command.optsWithGlobals<{ team?: string }>();
      let wrongs = 0;
      const report = (findings: Finding[]) => {
        wrongs += findings.filter(({ mark }) => mark === 'wrong').length;
        for (const { mark, what, todo } of findings) {
          io.write(`${MARKS[mark]} ${what}\n`);
          if (todo) io.write(`    ${todo}\n`);
        }
      };
      report([checkNode(process.versions.node), ...checkConfig(io)]);
      try {
        await inDatabase(io, async (opened) => {
          report(await checkDatabase(opened));
          // What follows reads columns that may not be there.
          if ((await schemaState(opened.pool)) === 'older') return;
          report(await checkProcess(io, opened));
          const slack = await checkSlack(io);
          report(slack.findings);
          report(await checkSocket(io));
          for (const workspace of await chosen(opened, team, report)) {
            if (slack.slackTeamId !== null && slack.slackTeamId !== workspace.slackTeamId)
              report([otherWorkspace(workspace)]);
            report(await checkWorkspace(opened, workspace));
          }
        });
      } catch (error) {
        if (!(error instanceof Stop || isExplained(error))) throw error;
        report([wrong('The database cannot be used', error.message)]);
      }
      if (wrongs > 0) throw new Stop(`${count(wrongs, 'thing')} to put right, marked ✗.`);
    });
}

async function chosen(
  { db }: Opened,
  team: string | undefined,
  report: (findings: Finding[]) => void,
): Promise<Workspace[]> {
  const known = await listWorkspaces(db);
  const workspaces = team ? known.filter(({ slackTeamId }) => slackTeamId === team.toUpperCase()) : known;
  if (known.length === 0)
    report([
      wrong('No Slack workspace is connected', `Set SLACK_BOT_TOKEN and start Baton: npm start. ${DEMO}`),
    ]);
  else if (workspaces.length === 0)
    report([
      wrong(
        `There is no workspace ${team}`,
        `Known: ${known.map(({ slackTeamId }) => slackTeamId).join(', ')}`,
      ),
    ]);
  return workspaces;
}

function otherWorkspace({ name }: Workspace): Finding {
  return hint(
    `${name}: SLACK_BOT_TOKEN opens another workspace`,
    'What follows is for the process that holds its token; without one, it waits.',
  );
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return enough
    ? ok(`Node ${version}`)
    : wrong(`Node ${version} is too old`, 'Install Node 20.19 or newer; 24 is recommended.');
}

function checkConfig(io: Io): Finding[] {
  try {
    if (!isDemo(io.env)) {
      readConfig(io.env);
      return [ok('Settings from the environment can be read')];
    }
    readConfig({ ...io.env, SLACK_BOT_TOKEN: 'xoxb-sandbox', SLACK_SIGNING_SECRET: 'sandbox' });
    return [ok('A sandbox (SANDBOX=true): it has its own Slack and clock, so no token is needed')];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => {
      const [key = ''] = problem.split(' ');
      return wrong(problem, NEEDED_FOR[key] ?? 'Set it in the environment or in the file .env.');
    });
  }
}

/** A demo keeps its token to itself. */
function isDemo(env: Io['env']): boolean {
  const given = (key: string) => env[key]?.trim() || undefined;
  const isSandbox = configSchema.shape.SANDBOX.safeParse(given('SANDBOX')).data ?? false;
  return isSandbox && !given('SLACK_BOT_TOKEN') && !given('SLACK_SIGNING_SECRET');
}
