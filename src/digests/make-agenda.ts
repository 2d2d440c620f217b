import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { localDate } from '../time/local-date.ts';
import { type AgendaContent, agendaOf } from './agenda.ts';
import { composeFor, readerOf } from './compose-for.ts';
import { type Asked, findAsked } from './digest-member.ts';
import { inSnapshot } from './in-snapshot.ts';
import { loadLastActions } from './load-last-actions.ts';
import type { Reader } from './messages.ts';
import { calendarOfDigest } from './schedule.ts';
import { writeRun } from './write-run.ts';

export type Agenda = { runId: string; reader: Reader; accounts: number };

/**
 * Makes the agenda of a meeting about the accounts that matter most, and posts it as a thread, one reply for each.
 * With `ctx.request` a repeat makes no second one.
 */
export async function makeAgenda(ctx: Ctx, asked: Asked): Promise<Agenda | Refusal> {
  const made = await composeAgenda(ctx, asked);
  if (isRefusal(made)) return made;
  const { content, reader, memberId } = made;
  return transactOnce(ctx, 'make_agenda', async (ctx) => {
    const subscriptionId = 'subscriptionId' in asked ? asked.subscriptionId : null;
    const asOwn = { subscriptionId, day: null, requestedById: memberId, reader };
    const runId = await writeRun(ctx, { ...asOwn, kind: 'agenda', content });
    return { runId, reader, accounts: content.items.length };
  });
}

function composeAgenda(
  ctx: Ctx,
  asked: Asked,
): Promise<{ content: AgendaContent; reader: Reader; memberId: string } | Refusal> {
  return inSnapshot(ctx, async (ctx) => {
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const found = await findAsked(ctx, asked, settings);
    if (isRefusal(found)) return found;
    const { source, owner } = found;
    const digest = await composeFor(ctx, source, { owner, settings });
    const actions = await loadLastActions(
      ctx,
      digest.lines.flatMap(({ risk }) => risk?.id ?? []),
    );
    const today = localDate(ctx.now, calendarOfDigest(source.zone, owner, settings).zone);
    const { id, slackUserId, name } = owner;
    const content = agendaOf(digest, { actions, today, chair: { id, slackUserId, name } });
    return { content, reader: readerOf(source, owner), memberId: id };
  });
}
