import type { DigestRun } from '../../prisma/generated/client.ts';
import type { ReadCtx } from '../platform/ctx.ts';
import type { AgendaContent, DigestContent } from './content.ts';
import { AGENDA, DIGEST } from './read-content.ts';

/** A digest or an agenda that was made. */
export type Run = {
  id: string;
  madeAt: Date;
  /** Slack id of the picture that was uploaded for it. */
  pictureFile: string | null;
  /** Whoever wanted it: its subscriber, else who asked for it. Null: not here any more. */
  for: { id: string; slackUserId: string; name: string } | null;
  /** Null: it was asked for without one. */
  subscription: { id: string; channel: string | null; stopped: boolean } | null;
} & ({ kind: 'digest'; content: DigestContent } | { kind: 'agenda'; content: AgendaContent });

/** What a run says, as it was when it was made; null when there is no such run in this workspace, or it cannot be read. */
export async function loadRun(ctx: ReadCtx, runId: string): Promise<Run | null> {
  const workspaceId = ctx.workspace.id;
  const row = await ctx.db.digestRun.findFirst({
    where: { id: runId, workspaceId },
    include: { subscription: { select: { id: true, ownerId: true, channel: true, stoppedAt: true } } },
  });
  if (!row) return null;
  const { id, madeAt, pictureFile, subscription, requestedById } = row;
  const wantedBy = subscription?.ownerId ?? requestedById;
  const person = wantedBy
    ? await ctx.db.member.findFirst({
        where: { id: wantedBy, workspaceId },
        select: { id: true, slackUserId: true, name: true },
      })
    : null;
  const said = saidIn(row);
  if (said === null) return null;
  return {
    id,
    madeAt,
    pictureFile,
    for: person,
    subscription: subscription && {
      id: subscription.id,
      channel: subscription.channel,
      stopped: subscription.stoppedAt !== null,
    },
    ...said,
  };
}

function saidIn({ id, kind, content }: Pick<DigestRun, 'id' | 'kind' | 'content'>) {
  if (kind === 'agenda') {
    const read = AGENDA.read(content, id);
    return read && { kind: 'agenda' as const, content: read };
  }
  const read = DIGEST.read(content, id);
  return read && { kind: 'digest' as const, content: read };
}

/** Its picture is in Slack: what is posted of the run shows it from now on. The first one stays. */
export async function keepPicture(
  ctx: ReadCtx,
  { runId, fileId }: { runId: string; fileId: string },
): Promise<void> {
  await ctx.db.digestRun.updateMany({
    where: { id: runId, workspaceId: ctx.workspace.id, pictureFile: null },
    data: { pictureFile: fileId },
  });
}
