import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { composeFor, readerOf } from './compose-for.ts';
import type { DigestContent } from './content.ts';
import { type Asked, findAsked } from './digest-member.ts';
import { inSnapshot } from './in-snapshot.ts';
import type { Reader } from './messages.ts';
import { writeRun } from './write-run.ts';

export type Composed = { content: DigestContent; reader: Reader; memberId: string };

/** What a digest of the member would say now. Nothing is kept, and nothing posted. */
export function previewDigest(ctx: Ctx, asked: Asked): Promise<Composed | Refusal> {
  return inSnapshot(ctx, async (ctx) => {
    const settings = await loadSettings(ctx.tx, ctx.workspace.id);
    const found = await findAsked(ctx, asked, settings);
    if (isRefusal(found)) return found;
    const { source, owner } = found;
    const content = await composeFor(ctx, source, { owner, settings });
    return { content, reader: readerOf(source, owner), memberId: owner.id };
  });
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
  const { content, reader, memberId } = composed;
  return transactOnce(ctx, 'ask_for_digest', async (ctx) => {
    const subscriptionId = 'subscriptionId' in asked ? asked.subscriptionId : null;
    const asOwn = { subscriptionId, day: null, requestedById: memberId, reader };
    const runId = await writeRun(ctx, { ...asOwn, kind: 'digest', content });
    return { runId, reader };
  });
}
