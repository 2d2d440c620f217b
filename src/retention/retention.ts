import type { SettingKey } from '../settings/catalogue.ts';

type RetentionKey = Extract<SettingKey, `retention.${string}`>;

/** How long the rows of a table are kept: as a setting says, by a rule of their own, or for as long as what they are of. */
type Long = { by: RetentionKey } | { rule: string } | { with: string };

export interface Kept {
  /** In words of whoever runs Baton. */
  holds: string;
  long: Long;
  /** What is older and stays all the same, since something reads it. */
  but?: string;
  /** Who may read it in Slack. */
  readers: string;
}

const MEMBERS = 'full members';
const NAMED = 'full members; of private ones those they name';
const NOBODY = 'no one: Baton’s own work';
const ADMINS = 'admins';
const WORKSPACE = { with: 'the workspace' } as const;
const ACCOUNT = { with: 'the account' } as const;
const PERSON = { with: 'the person' } as const;
const CASES = { by: 'retention.cases' } as const;
const SCORES = { by: 'retention.health' } as const;
const TOLD = { by: 'retention.messages' } as const;

/** Every table, how long its rows are kept, and who reads them. docs/data.md says the same. */
export const RETENTION = {
  account_co_owners: { holds: 'who else owns an account', long: ACCOUNT, readers: MEMBERS },
  account_external_ids: { holds: 'what other systems call an account', long: ACCOUNT, readers: MEMBERS },
  account_health: { holds: 'the score and band of each account', long: ACCOUNT, readers: MEMBERS },
  account_slides: { holds: 'weekly means of a year, and the slide', long: ACCOUNT, readers: MEMBERS },
  account_stages: { holds: 'when an account entered a stage', long: ACCOUNT, readers: MEMBERS },
  account_views: { holds: 'what CSMs think of an account', long: { rule: 'a year' }, readers: MEMBERS },
  accounts: { holds: 'customers: name, domain, ARR, dates, owners', long: WORKSPACE, readers: MEMBERS },
  alert_segments: { holds: 'where alerts are on', long: WORKSPACE, readers: MEMBERS },
  api_requests: { holds: 'answers to Idempotency-Keys', long: { rule: 'seven days' }, readers: NOBODY },
  api_tokens: { holds: 'names and hashes of API tokens', long: WORKSPACE, readers: ADMINS },
  audit_entries: {
    holds: 'who did what, when',
    long: CASES,
    but: 'the history of a handoff, risk or deal stays with it; of the rest the latest of its kind',
    readers: NAMED,
  },
  baselines: { holds: 'figures at each quarter’s end', long: WORKSPACE, readers: 'who may read figures' },
  deals: { holds: 'deals, as the CRM sent them', long: ACCOUNT, readers: MEMBERS },
  digest_items: {
    holds: 'what was at risk in a digest',
    long: { rule: 'the latest two of a digest' },
    readers: NOBODY,
  },
  digest_runs: {
    holds: 'digests as they were made',
    long: TOLD,
    but: 'the latest two of each',
    readers: 'who got them',
  },
  digest_subscriptions: { holds: 'who wants which digest', long: PERSON, readers: MEMBERS },
  expected_signals: {
    holds: 'signals that someone expects, and why',
    long: { rule: 'two years after' },
    readers: MEMBERS,
  },
  handoff_follow_ups: { holds: 'what is owed beside a handoff', long: CASES, readers: NAMED },
  handoff_template_edits: { holds: 'questions being changed', long: WORKSPACE, readers: ADMINS },
  handoff_templates: { holds: 'questions, by version', long: WORKSPACE, readers: MEMBERS },
  handoffs: {
    holds: 'handoffs and their briefs',
    long: CASES,
    but: 'open ones, and the latest brief of each account and kind',
    readers: NAMED,
  },
  health_changes: {
    holds: 'alerts and changes of bands',
    long: SCORES,
    but: 'those of open risks, and the latest of each account and rule',
    readers: MEMBERS,
  },
  health_configs: { holds: 'rules of the score, by version', long: WORKSPACE, readers: MEMBERS },
  health_days: {
    holds: 'the score of each day',
    long: SCORES,
    but: 'after 13 months the last of each month alone; the latest of each account',
    readers: MEMBERS,
  },
  home_views: { holds: 'where someone left their Home', long: PERSON, readers: 'that person' },
  inbound_requests: { holds: 'answers to Slack’s requests', long: { rule: 'seven days' }, readers: NOBODY },
  members: {
    holds: 'people of the workspace: name, email, zone, absences',
    long: WORKSPACE,
    readers: MEMBERS,
  },
  morning_items: { holds: 'what waits for a morning DM', long: TOLD, but: 'open cases', readers: NOBODY },
  outbox_lanes: { holds: 'where Baton posts, and how fast', long: WORKSPACE, readers: NOBODY },
  outbox_left_behind: { holds: 'messages to be removed', long: { rule: 'a year' }, readers: NOBODY },
  outbox_messages: {
    holds: 'what Baton said where: ids and figures, no text',
    long: TOLD,
    but: 'open cases, what waits for someone, and posts in channels: they are taken down if guests come',
    readers: NOBODY,
  },
  outbox_threads: { holds: 'threads of these messages', long: TOLD, but: 'as above', readers: NOBODY },
  owed: { holds: 'what is owed now', long: { rule: 'until it is done' }, readers: NAMED },
  policies: { holds: 'limits for some handoffs', long: WORKSPACE, readers: MEMBERS },
  readiness: { holds: 'one row, written by /readyz', long: { rule: 'one row' }, readers: NOBODY },
  risks: {
    holds: 'risks, plans and outcomes',
    long: CASES,
    but: 'open ones, lost ones, and the latest of each account',
    readers: MEMBERS,
  },
  sandbox_clock: { holds: 'the demo’s clock', long: { rule: 'one row' }, readers: NOBODY },
  settings: { holds: 'settings', long: WORKSPACE, readers: ADMINS },
  signals: {
    holds: 'observations: type, value, when, note',
    long: { by: 'retention.signals' },
    but: 'the latest of each type, and notices to leave',
    readers: MEMBERS,
  },
  signals_latest: { holds: 'the signal of each type that counts', long: ACCOUNT, readers: MEMBERS },
  slide_weeks: { holds: 'what befell everyone in a week', long: { rule: '60 weeks' }, readers: NOBODY },
  team_members: { holds: 'who is in a team', long: PERSON, readers: MEMBERS },
  teams: { holds: 'teams, leads, channels', long: WORKSPACE, readers: MEMBERS },
  timers: { holds: 'clocks that run', long: { rule: 'until their case ends' }, readers: NOBODY },
  workspaces: { holds: 'the Slack workspace', long: WORKSPACE, readers: MEMBERS },
} as const satisfies Record<string, Kept>;

/** Returns how long a table is kept, in words; a setting by its key. */
export function longWords({ long, but }: Kept): string {
  const words = 'by' in long ? `\`${long.by}\`` : 'rule' in long ? long.rule : `as long as ${long.with}`;
  return but === undefined ? words : `${words}, but ${but}`;
}
