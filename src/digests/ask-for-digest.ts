import { wasUndone } from '../cases/was-undone.ts';
import type { Person } from '../people/person.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { uuid, uuids } from '../platform/sql.ts';
import { transactOnce } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { localDate } from '../time/local-date.ts';
import { composeFor, inSnapshot, readerOf } from './compose-for.ts';
import { agendaOf, type DigestContent, type LastAction } from './content.ts';
import { type Asked, findAsked } from './digest-member.ts';
import { type Reader, writeRun } from './messages.ts';
import { calendarOfDigest } from './subscription.ts';

export type Composed<C = DigestContent> = { content: C; reader: Reader; memberId: string };

/** What a digest of the member would say now. Nothing is kept, and nothing posted. */
export function previewDigest(ctx: Ctx, asked: Asked): Promise<Composed | Refusal> {
  return compose(ctx, asked, async (_, digest) => digest);
}

/**
 * Makes a digest now, and posts it where the subscription posts, or in the asker's DM. The next scheduled one is
 * compared with the last scheduled one all the same. With `ctx.request` a repeat makes no second one.
 */
export async function askForDigest(
  ctx: Ctx,
  asked: Asked,
): Promise<{ runId: string; reader: Reader } | Refusal> {
  const composed = await previewDigest(ctx, asked);
  if (isRefusal(composed)) return composed;
  const { content, reader } = composed;
  return transactOnce(ctx, 'ask_for_digest', async (ctx) => {
    const runId = await writeRun(ctx, { ...asOwn(asked, composed), kind: 'digest', content });
    return { runId, reader };
  });
}

export type Agenda = { runId: string; reader: Reader; accounts: number };

/**
 * Makes the agenda of a meeting about the accounts that matter most, and posts it as a thread, one reply for each.
 * With `ctx.request` a repeat makes no second one.
 */
export async function makeAgenda(ctx: Ctx, asked: Asked): Promise<Agenda | Refusal> {
  const composed = await compose(ctx, asked, async (ctx, digest, { owner, today }) => {
    const riskIds = digest.lines.flatMap(({ risk }) => risk?.id ?? []);
    const { id, slackUserId, name } = owner;
    const actions = await loadLastActions(ctx, riskIds);
    return agendaOf(digest, { actions, today, chair: { id, slackUserId, name } });
  });
  if (isRefusal(composed)) return composed;
  const { content, reader } = composed;
  return transactOnce(ctx, 'make_agenda', async (ctx) => {
    const runId = await writeRun(ctx, { ...asOwn(asked, composed), kind: 'agenda', content });
    return { runId, reader, accounts: content.items.length };
  });
}

/** What is made of the digest that the member asks for, all of it read as of one moment. */
function compose<C>(
  ctx: Ctx,
  asked: Asked,
  make: (ctx: TxCtx, digest: DigestContent, of: { owner: Person; today: string }) => Promise<C>,
): Promise<Composed<C> | Refusal> {
  return inSnapshot(ctx, async (ctx) => {
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const found = await findAsked(ctx, asked, settings);
    if (isRefusal(found)) return found;
    const { source, owner } = found;
    const digest = await composeFor(ctx, source, { owner, settings });
    const today = localDate(ctx.now, calendarOfDigest(source.zone, owner, settings).zone);
    const content = await make(ctx, digest, { owner, today });
    return { content, reader: readerOf(source, owner), memberId: owner.id };
  });
}

function asOwn(asked: Asked, { memberId, reader }: Pick<Composed, 'memberId' | 'reader'>) {
  const subscriptionId = 'subscriptionId' in asked ? asked.subscriptionId : null;
  return { subscriptionId, day: null, requestedById: memberId, reader };
}

/** By risk: the last that a person did about it. Nudges are none. */
async function loadLastActions(ctx: TxCtx, riskIds: readonly string[]): Promise<Map<string, LastAction>> {
  if (riskIds.length === 0) return new Map();
  const workspaceId = ctx.workspace.id;
  const rows = await ctx.tx.$queryRaw<(Omit<LastAction, 'at'> & { riskId: string; at: Date })[]>`
    SELECT asked.id AS "riskId", replace(e.action, 'risk.', '') AS action, e.at,
           coalesce(e.data ->> 'note', e.data ->> 'reason', e.data ->> 'firstAction') AS words,
           CASE WHEN m.id IS NOT NULL
                THEN jsonb_build_object('id', m.id, 'slackUserId', m.slack_user_id, 'name', m.name) END AS by
      FROM unnest(${uuids(riskIds)}) AS asked (id)
     CROSS JOIN LATERAL (
           SELECT e.* FROM audit_entries e
            WHERE e.workspace_id = ${uuid(workspaceId)} AND e.subject_type = 'risk' AND e.subject_id = asked.id
              AND e.actor ->> 'type' = 'member' AND e.action NOT IN ('risk.nudged', 'risk.undone') AND NOT ${wasUndone}
            ORDER BY e.id DESC LIMIT 1) AS e
      LEFT JOIN members m ON m.workspace_id = ${uuid(workspaceId)} AND m.id = (e.actor ->> 'memberId')::uuid`;
  return new Map(rows.map(({ riskId, at, ...row }) => [riskId, { ...row, at: at.toISOString() }]));
}
