import type { Workspace } from '../prisma/generated/client.ts';
import { countLate } from '../src/cases/clocks/claim-timers.ts';
import { type Backlog, loadBacklog } from '../src/outbox/load-backlog.ts';
import { listTeams } from '../src/people/load-people.ts';
import { count } from '../src/platform/text.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { daysBetween, isoMinute } from '../src/time/day.ts';
import { type Finding, hint, ok, wrong } from './doctor-process.ts';
import type { Opened } from './open.ts';

/** People are read from Slack daily: two misses are no accident. */
const SYNC_DAYS = 2;
/** The heartbeat is much shorter. */
const OVERDUE_MS = 5 * 60_000;

export async function checkWorkspace(opened: Opened, workspace: Workspace): Promise<Finding[]> {
  const backlog = await loadBacklog(opened.db, workspace.id);
  const findings = [
    checkState(workspace),
    checkPeople(workspace, opened.now),
    checkLanes(backlog),
    ...checkMessages(backlog),
    await checkTimers(opened, workspace.id),
    ...(await checkSetup(opened, workspace.id)),
  ];
  return findings.map((finding) => ({ ...finding, what: `${workspace.name}: ${finding.what}` }));
}

function checkState({ state, blockedReason, uninstalledAt }: Workspace): Finding {
  if (state === 'active') return ok('connected');
  if (uninstalledAt !== null)
    return wrong(
      'the app was uninstalled in Slack',
      'Nothing is done for it, and its API tokens are refused. Install the app again, set the new SLACK_BOT_TOKEN, and restart Baton.',
    );
  const todo = 'Nothing is sent. Reinstall the app in Slack, set the new SLACK_BOT_TOKEN, and restart Baton.';
  return wrong(`Slack refused the token (${blockedReason ?? 'no reason given'})`, todo);
}

function checkPeople({ peopleSyncedAt }: Workspace, now: Date): Finding {
  const todo = 'It happens when Baton starts and once a day. Start Baton, and look for people in its log.';
  if (!peopleSyncedAt) return wrong('people were never read from Slack', todo);
  const at = `${isoMinute(peopleSyncedAt)} UTC`;
  const late = daysBetween(peopleSyncedAt, now) > SYNC_DAYS;
  return late
    ? wrong(`people were last read from Slack at ${at}`, todo)
    : ok(`people read from Slack at ${at}`);
}

function checkLanes({ closed }: Backlog): Finding {
  if (closed.length === 0) return ok('no channel is blocked');
  const names = closed.map(({ key, blockedReason }) => `${key} (${blockedReason ?? 'unknown'})`).join(', ');
  return wrong(
    `Slack does not let Baton post to ${names}`,
    'Invite Baton to it, unarchive it, or set another channel.',
  );
}

function checkMessages({ dead, held, blocked, withheld, unscoped, leftBehind }: Backlog): Finding[] {
  const none = (n: number, well: string, amiss: string, todo: string) =>
    n === 0 ? ok(well) : wrong(`${count(n, 'message')} ${amiss}`, todo);
  return [
    none(
      dead,
      'no message failed',
      'could not be sent',
      'See the column "error" of outbox_messages where state is dead.',
    ),
    none(
      held,
      'no message is held',
      'held: Slack would not say whether they were posted',
      'Grant the optional history scopes, so that Baton can look for itself. /handoff list shows what waits.',
    ),
    none(
      unscoped,
      'no message waits for a scope',
      'refused for want of a scope',
      'Reinstall the app in its Slack settings, with every scope it asks for. What waits goes out by itself then.',
    ),
    none(
      blocked,
      'every message has somewhere to go',
      'with nowhere to go',
      'Mend the channels named above; what waits is sent when Baton is back in them.',
    ),
    none(
      withheld,
      'no message is withheld',
      'withheld: others read the channel, or Slack does not say who',
      'Set another channel, or make that one private to colleagues; what waits is sent then.',
    ),
    none(
      leftBehind,
      'nothing is left where it should not stand',
      'of Baton cannot be removed from channels that are closed to it',
      'Invite Baton there, or unarchive the channel: it removes them itself. See outbox_left_behind.',
    ),
  ];
}

async function checkTimers({ db, now }: Opened, workspaceId: string): Promise<Finding> {
  const before = new Date(now.getTime() - OVERDUE_MS);
  const { overdue, failing } = await countLate(db, workspaceId, before);
  if (failing > 0)
    return wrong(
      `${count(failing, 'timer')} cannot fire`,
      'They are tried again; look for timer in the log.',
    );
  return overdue === 0
    ? ok('no timer is overdue')
    : wrong(`${count(overdue, 'timer')} overdue`, 'Start Baton: reminders and escalations wait for it.');
}

async function checkSetup({ db }: Opened, workspaceId: string): Promise<Finding[]> {
  const settings = await loadSettings(db, workspaceId);
  const unreadable = settings.unreadable.map((key) =>
    wrong(
      `the setting ${key} cannot be read`,
      `The default is used. Set it again: settings set ${key} VALUE`,
    ),
  );
  const teams = await listTeams(db, workspaceId);
  if (teams.length === 0)
    return [
      ...unreadable,
      hint(
        'there are no teams, so nobody to escalate to',
        'teams set "NAME" --lane cs --lead EMAIL --channel ID',
      ),
    ];
  const leadless = teams
    .filter(({ lead }) => lead === null)
    .map(({ name }) =>
      wrong(`the team "${name}" has nobody to escalate to`, `teams set "${name}" --lead EMAIL`),
    );
  const shared = settings.values['handoff.sales_to_cs.channel'];
  const silent = teams
    .filter(({ lane, channel }) => lane === 'cs' && channel === null && shared === null)
    .map(({ name }) =>
      hint(`the team "${name}" has no channel, its cards go by DM`, `teams set "${name}" --channel ID`),
    );
  return [...unreadable, ...leadless, ...silent];
}
