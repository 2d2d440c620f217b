import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { hashOf, newSecret } from '../platform/secret.ts';
import { transact } from '../platform/transact.ts';

const NAME_MAX = 60;

/**
 * Makes a token for the HTTP API. The secret is answered once and kept nowhere. A name is used once, also after it
 * was revoked: it says who recorded what.
 */
export async function createToken(
  ctx: Ctx,
  given: string,
): Promise<{ name: string; secret: string } | Refusal> {
  const name = given.trim();
  if (name === '' || [...name].length > NAME_MAX || /[\p{Cc}\p{Cs}]/u.test(name))
    return refuse(
      'bad_name',
      `Name the token in 1 to ${NAME_MAX} characters, such as "usage export".`,
      'name',
    );
  const secret = newSecret();
  return transact(ctx, async (ctx) => {
    const id = newId(ctx.now);
    const { count } = await ctx.tx.apiToken.createMany({
      data: { id, workspaceId: ctx.workspace.id, name, hash: hashOf(secret), createdAt: ctx.now },
      skipDuplicates: true,
    });
    if (count === 0)
      return refuse(
        'name_taken',
        `There is or was a token "${name}" already. Give this one another name.`,
        'name',
      );
    await audit(ctx, { subject: { type: 'token', id }, action: 'token.created', data: { name } });
    return { name, secret };
  });
}
