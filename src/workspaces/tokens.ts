import { createHash, randomBytes } from 'node:crypto';
import type { ApiToken } from '../../prisma/generated/client.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, Db, Tx, WorkspaceRef } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { uuid } from '../platform/sql.ts';
import { closest } from '../platform/text.ts';
import { transact } from '../platform/transact.ts';

const PREFIX = 'baton_';
const SHAPE = /^baton_[A-Za-z0-9_-]{43}$/;

/** A secret of 256 random bits. The prefix lets scanners of source code and logs find one that leaked. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/** What is kept of it. No salt and no slow hash: there is nothing in 256 random bits to guess. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function looksLikeSecret(text: string): boolean {
  return SHAPE.test(text);
}

const NAME_MAX = 60;

/**
 * Makes a token for the HTTP API. The secret is returned once and kept nowhere. A name is used once, also after it
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
      `Give the token a name of up to ${NAME_MAX} characters, such as "usage export".`,
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
      return refuse('name_taken', `The name "${name}" is or was taken. Pick another name.`, 'name');
    await audit(ctx, { subject: { type: 'token', id }, action: 'token.created', data: { name } });
    return { name, secret };
  });
}

/**
 * Whose token this is. Null when there is none, it was revoked, or Baton was uninstalled: nobody is told which.
 * Recording needs no word with Slack: where Slack only refuses our token, senders go on.
 */
export async function findToken(
  db: Db,
  secret: string,
): Promise<{ tokenId: string; workspace: WorkspaceRef } | null> {
  if (!looksLikeSecret(secret)) return null;
  const [found] = await db.$queryRaw<(WorkspaceRef & { tokenId: string; unmarked: boolean })[]>`
    SELECT t.id AS "tokenId", w.id, w.slack_team_id AS "slackTeamId", w.bot_user_id AS "botUserId",
           coalesce(t.last_used_at < now() - interval '1 hour', true) AS unmarked
      FROM api_tokens AS t JOIN workspaces AS w ON w.id = t.workspace_id
     WHERE t.hash = ${hashOf(secret)} AND t.revoked_at IS NULL AND w.uninstalled_at IS NULL`;
  if (!found) return null;
  const { tokenId, unmarked, ...workspace } = found;
  // Once an hour is enough to see which tokens are in use, and costs no write per request.
  if (unmarked)
    await db.$executeRaw`
      UPDATE api_tokens SET last_used_at = now()
       WHERE id = ${uuid(tokenId)} AND coalesce(last_used_at < now() - interval '1 hour', true)`;
  return { tokenId, workspace };
}

/** The tokens of a workspace by name, those in use first, then what was revoked, the latest first; up to 200. */
export async function listTokens(
  db: Db | Tx,
  workspaceId: string,
): Promise<Pick<ApiToken, 'name' | 'createdAt' | 'lastUsedAt' | 'revokedAt'>[]> {
  return db.apiToken.findMany({
    where: { workspaceId },
    select: { name: true, createdAt: true, lastUsedAt: true, revokedAt: true },
    orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { name: 'asc' }],
    take: 200,
  });
}

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
