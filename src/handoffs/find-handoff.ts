import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { loadOneShown } from './load-pictures.ts';
import { notYours } from './not-yours.ts';
import type { HandoffPicture, ShownHandoff } from './picture.ts';
import { type HandoffVerb, may } from './rights.ts';
import { loadScene, NOT_FOUND } from './scene.ts';

/** The id behind "H-12" in this workspace, or null. */
export async function handoffIdByNumber(ctx: Ctx, number: number): Promise<string | null> {
  const found = await ctx.db.handoff.findUnique({
    where: { workspaceId_number: { workspaceId: ctx.workspace.id, number } },
    select: { id: true },
  });
  return found?.id ?? null;
}

/** The handoff for the actor to read. Refused as if it did not exist to those who may not. */
export async function readHandoff(ctx: Ctx, handoffId: string): Promise<HandoffPicture | Refusal> {
  const shown = await seeHandoff(ctx, handoffId, 'read');
  return isRefusal(shown) || shown.readable ? shown : NOT_FOUND;
}

/** The same for somebody with the right to `verb` it, which may need no reading. */
export async function seeHandoff(
  ctx: Ctx,
  handoffId: string,
  verb: HandoffVerb,
): Promise<ShownHandoff | Refusal> {
  const scene = await loadScene(ctx, handoffId);
  if (isRefusal(scene)) return scene;
  if (!may(verb, scene.roles, scene.handoff.private)) return notYours(scene, verb);
  return (await loadOneShown(ctx, handoffId, { memberId: scene.actor.id })) ?? NOT_FOUND;
}
