import type { Ctx } from '../platform/ctx.ts';
import type { Place } from './place.ts';

/** Keeps where somebody goes on their Home. Whatever is not named stays; without anything, that they have a Home. */
export async function moveHome(ctx: Ctx, memberId: string, to: Partial<Place>): Promise<void> {
  const view = JSON.stringify(to);
  await ctx.db.$executeRaw`
    INSERT INTO home_views AS h (member_id, workspace_id, view, updated_at)
    SELECT m.id, m.workspace_id, ${view}::jsonb, ${ctx.now}::timestamptz
      FROM members m WHERE m.id = ${memberId}::uuid AND m.workspace_id = ${ctx.workspace.id}::uuid
    ON CONFLICT (member_id) DO UPDATE SET view = h.view || excluded.view, updated_at = excluded.updated_at`;
}
