import { z } from 'zod';
import { wasUndone } from '../../cases/was-undone.ts';
import { loadPeople } from '../../people/load-people.ts';
import type { People } from '../../people/person.ts';
import { idsAmong, memberOf, readEntryData } from '../../platform/audit.ts';
import type { ReadCtx } from '../../platform/ctx.ts';
import { instant, texts, uuid, uuids } from '../../platform/sql.ts';
import { type Colleague, refTo, STAGES } from '../profile.ts';
import type { TimelineData, TimelineEntry, TimelinePage, TimelinePlace } from '../timeline.ts';

export const TIMELINE_PAGE = 15;

const HANDOFF_ACTIONS = ['submitted', 'returned', 'accepted', 'finished', 'cancelled'];
const RISK_ACTIONS = ['opened', 'reopened', 'noted', 'worsened', 'claimed', 'resolved', 'recovered'];
const OWN_ACTIONS = [
  ...['health.overridden', 'health.override_cleared', 'health.expected', 'health.expected_no_longer'],
  ...['account.first_value', 'account.merged'],
];

/**
 * What happened to an account: stages, handoffs, risks and what was flagged, changes of the band. `readable`: the
 * private handoffs whose entries may be shown. `before`: where the page before ended.
 */
export async function loadTimeline(
  ctx: ReadCtx,
  accountId: string,
  { before, readable }: { before: TimelinePlace | null; readable: readonly string[] },
): Promise<TimelinePage> {
  const rows = await readRows(ctx, accountId, before, readable);
  const shown = rows.slice(0, TIMELINE_PAGE);
  const read = shown.map((row) => ({
    row,
    byId: memberOf(row.actor),
    data: Data.parse(readEntryData(row.data).all),
  }));
  const ids = idsAmong(read.flatMap(({ byId, data }) => [byId, data.to]));
  const people = await loadPeople(ctx.db, ctx.workspace.id, ids);
  const last = shown.at(-1);
  return {
    entries: read.map(({ row, byId, data }) => entryOf(row, data, byId, people)),
    next: last && rows.length > shown.length ? { at: last.at, key: last.key } : null,
    first: before === null,
  };
}

interface Row {
  at: Date;
  key: string;
  kind: TimelineEntry['kind'];
  number: number | null;
  action: string;
  actor: unknown;
  data: unknown;
}

/** Each kind by its own index, at most a page of each. What a risk was opened by is told by the risk. */
function readRows(
  { db, workspace }: ReadCtx,
  accountId: string,
  before: TimelinePlace | null,
  readable: readonly string[],
): Promise<Row[]> {
  const key = before?.key ?? '';
  const take = TIMELINE_PAGE + 1;
  const named = (noun: string, actions: readonly string[]) => actions.map((action) => `${noun}.${action}`);
  return db.$queryRaw<Row[]>`
    WITH place AS (SELECT coalesce(${instant(before?.at ?? null)}, 'infinity') AS at, ${key}::text AS key),
    stages AS (
      SELECT s.entered_at AS at, 'stage' AS key, 'stage' AS kind, NULL::int AS number, s.stage::text AS action,
             NULL::jsonb AS actor, '{}'::jsonb AS data
        FROM account_stages s, place p
       WHERE s.workspace_id = ${uuid(workspace.id)} AND s.account_id = ${uuid(accountId)}
         AND (s.entered_at, 'stage' COLLATE "C") < (p.at, p.key COLLATE "C")
       ORDER BY s.entered_at DESC LIMIT ${take}::int
    ), bands AS (
      SELECT c.at, c.id::text, 'band', NULL::int, c.rule, NULL::jsonb,
             jsonb_build_object('from', c.from_band, 'band', c.to_band, 'score', c.score)
        FROM health_changes c, place p
       WHERE c.workspace_id = ${uuid(workspace.id)} AND c.account_id = ${uuid(accountId)}
         AND c.outcome NOT IN ('opened', 'reopened', 'news', 'closed')
         AND (c.at, c.id::text COLLATE "C") < (p.at, p.key COLLATE "C")
       ORDER BY c.at DESC, c.id::text COLLATE "C" DESC LIMIT ${take}::int
    ), subjects AS (
      SELECT 'handoff' AS kind, id, number, ${texts(named('handoff', HANDOFF_ACTIONS))} AS actions FROM handoffs
       WHERE workspace_id = ${uuid(workspace.id)} AND account_id = ${uuid(accountId)}
         AND number IS NOT NULL AND (NOT private OR id = ANY(${uuids(readable)}))
      UNION ALL
      SELECT 'risk', id, number, ${texts(named('risk', RISK_ACTIONS))} FROM risks
       WHERE workspace_id = ${uuid(workspace.id)} AND account_id = ${uuid(accountId)}
      UNION ALL
      SELECT 'account', ${uuid(accountId)}, NULL, ${texts(OWN_ACTIONS)}
    ), entries AS (
      SELECT e.at, e.id::text, s.kind, s.number, e.action, e.actor, e.data
        FROM place p CROSS JOIN subjects s
       CROSS JOIN LATERAL (
             SELECT e.* FROM audit_entries e
              WHERE e.workspace_id = ${uuid(workspace.id)} AND e.subject_type = s.kind AND e.subject_id = s.id
                AND e.action = ANY(s.actions) AND (e.at, e.id::text COLLATE "C") < (p.at, p.key COLLATE "C")
                AND NOT ${wasUndone}
              ORDER BY e.id DESC LIMIT ${take}::int) AS e
       ORDER BY e.at DESC, e.id::text COLLATE "C" DESC LIMIT ${take}::int
    )
    SELECT * FROM (SELECT * FROM stages UNION ALL SELECT * FROM bands UNION ALL SELECT * FROM entries) AS everything
     ORDER BY at DESC, key COLLATE "C" DESC LIMIT ${take}::int`;
}

const said = z.string().nullable().catch(null);
const Band = z.enum(['healthy', 'watch', 'at_risk', 'critical']).nullable().catch(null);
const Stage = z.enum(STAGES);
/** Of many kinds of entry: each says some of it, and some give these names to other things. */
const Data = z.object({
  note: said,
  reason: said,
  outcome: said,
  rule: said,
  to: said,
  from: Band,
  band: Band,
  severity: Band,
  score: z.number().nullable().catch(null),
  on: z.iso.date().nullable().catch(null),
  label: said,
});

function entryOf(row: Row, data: z.infer<typeof Data>, byId: string | null, people: People): TimelineEntry {
  const { at, key, kind } = row;
  if (kind === 'stage') return { at, key, kind, stage: Stage.parse(row.action) };
  const { from, score, rule, outcome, on, label } = data;
  const band = data.band ?? data.severity ?? Band.parse(data.to);
  if (kind === 'band') return { at, key, kind, rule: row.action, from, to: band, score };
  const colleague = (id: string | null): Colleague | null => {
    const person = id === null ? undefined : people.get(id);
    return person ? refTo(person) : null;
  };
  const told: TimelineData = { words: data.reason ?? data.note, outcome, rule, band, on, score, label };
  const action = kind === 'account' ? row.action : row.action.slice(kind.length + 1);
  return {
    at,
    key,
    kind,
    number: row.number,
    action,
    by: colleague(byId),
    to: colleague(data.to),
    data: told,
  };
}
