import type { Ctx } from '../platform/ctx.ts';
import { instant, uuid } from '../platform/sql.ts';
import type { Place } from './place.ts';

/** Keeps where somebody goes on their Home. Whatever is not named stays; without anything, that they have a Home. */
export async function moveHome(ctx: Ctx, memberId: string, to: Partial<Place>): Promise<void> {
  const view = JSON.stringify(to);
  await ctx.db.$executeRaw`
    INSERT INTO home_views AS h (member_id, workspace_id, view, updated_at)
    SELECT m.id, m.workspace_id, ${view}::jsonb, ${instant(ctx.now)}
      FROM members m WHERE m.id = ${uuid(memberId)} AND m.workspace_id = ${uuid(ctx.workspace.id)}
    ON CONFLICT (member_id) DO UPDATE SET view = h.view || excluded.view, updated_at = excluded.updated_at`;
}
