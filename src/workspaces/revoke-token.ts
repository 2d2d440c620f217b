import { audit } from '../platform/audit.ts';
import { closest } from '../platform/closest.ts';
import type { Ctx } from '../platform/ctx.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { transact } from '../platform/transact.ts';
import { listTokens } from './list-tokens.ts';

/** Ends a token: its next request is refused. Revoking it again changes nothing. */
export async function revokeToken(
  ctx: Ctx,
  given: string,
): Promise<{ name: string; revokedAt: Date } | Refusal> {
  const workspaceId = ctx.workspace.id;
  const name = given.trim();
  return transact(ctx, async (ctx) => {
    const token = await ctx.tx.apiToken.findUnique({ where: { workspaceId_name: { workspaceId, name } } });
    if (!token) {
      const near = closest(
        name,
        (await listTokens(ctx.tx, workspaceId)).map((other) => other.name),
      );
      return refuse(
        'not_found',
        `There is no token "${name}".${near ? ` Did you mean "${near}"?` : ''}`,
        'name',
      );
    }
    if (token.revokedAt) return { name, revokedAt: token.revokedAt };
    const { count } = await ctx.tx.apiToken.updateMany({
      where: { id: token.id, workspaceId, revokedAt: null },
      data: { revokedAt: ctx.now },
    });
    if (count === 1)
      await audit(ctx, { subject: { type: 'token', id: token.id }, action: 'token.revoked', data: { name } });
    return { name, revokedAt: ctx.now };
  });
}
