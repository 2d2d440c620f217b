import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { loadPicture } from './load-pictures.ts';
import { notYours } from './not-yours.ts';
import type { HandoffPicture } from './picture.ts';
import { may } from './rights.ts';
import { loadScene, NOT_FOUND } from './scene.ts';

/** The id behind "H-12" in this workspace, or null. */
export async function handoffIdByNumber(ctx: Ctx, number: number): Promise<string | null> {
  const found = await ctx.db.handoff.findUnique({
    where: { workspaceId_number: { workspaceId: ctx.workspace.id, number } },
    select: { id: true },
  });
  return found?.id ?? null;
}

/**
 * The handoff for someone who wants to read it, or has the right to `verb` it: the views of those verbs show no
 * content of a private one. Refused as if it did not exist to those who may not read it.
 */
export async function readHandoff(
  ctx: Ctx,
  handoffId: string,
  verb: 'read' | 'finish' | 'reassign' | 'cancel' = 'read',
): Promise<HandoffPicture | Refusal> {
  const scene = await loadScene(ctx, handoffId);
  if (isRefusal(scene)) return scene;
  if (!may(verb, scene.roles, scene.handoff.private)) return notYours(scene, verb);
  return (await loadPicture(ctx, handoffId)) ?? NOT_FOUND;
}
