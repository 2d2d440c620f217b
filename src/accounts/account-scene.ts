import type { Account } from '../../prisma/generated/client.ts';
import { loadPeople } from '../people/load-people.ts';
import { canAnswer, isAdmin, type People, type Person } from '../people/person.ts';
import { actingMember, type Ctx, dbOf, type TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { LostRace } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { findAccounts } from './find/find-accounts.ts';
import { holdAccounts } from './hold-accounts.ts';
import { type AccountRole, type AccountVerb, mayAccount, rolesTowardsAccount } from './rights.ts';

/** All that a decision about one account needs, read at once. */
export interface AccountScene {
  account: Account;
  /** Owners and co-owners of every lane. */
  ownerIds: string[];
  people: People;
  /** Null: somebody at the command line, who may do anything. */
  actor: Person | null;
  roles: AccountRole[];
}

export const ACCOUNT_NOT_FOUND = refuse('not_found', 'This account no longer exists, or you can’t see it.');

/** Of an account that was merged, what it became. Refused when there is none in this workspace. */
export async function loadAccountScene(ctx: TxCtx | Ctx, accountId: string): Promise<AccountScene | Refusal> {
  const db = dbOf(ctx);
  const { workspace } = ctx;
  const memberId = ctx.actor.type === 'cli' ? null : actingMember(ctx);
  const [found] = await findAccounts(db, workspace.id, [{ id: accountId }]);
  if (!found || found === 'ambiguous') return ACCOUNT_NOT_FOUND;
  const row = await db.account.findFirst({
    where: { id: found.id, workspaceId: workspace.id },
    include: { coOwners: { select: { memberId: true } } },
  });
  if (!row) return ACCOUNT_NOT_FOUND;
  const { coOwners, ...account } = row;
  const ownerIds = ownerIdsOf(
    account,
    coOwners.map(({ memberId }) => memberId),
  );
  const people = await loadPeople(db, workspace.id, memberId ? [memberId, ...ownerIds] : ownerIds);
  if (memberId === null) return { account, ownerIds, people, actor: null, roles: ['admin'] };
  const member = people.get(memberId);
  if (!member) return ACCOUNT_NOT_FOUND;
  const settings = await loadSettings(db, workspace.id);
  const actingAs = { ...member, isAdmin: isAdmin(member, settings.values.admins) };
  const roles = rolesTowardsAccount({ ownerIds, csOwnerId: account.csOwnerId }, actingAs, people, ctx.now);
  return { account, ownerIds, people, actor: member, roles };
}

/** The same for somebody who has the right to `verb`. Everybody else is told whom to ask. */
export async function loadForChange(
  ctx: TxCtx | Ctx,
  accountId: string,
  verb: AccountVerb,
): Promise<AccountScene | Refusal> {
  const scene = await loadAccountScene(ctx, accountId);
  if (isRefusal(scene) || mayAccount(verb, scene.roles, scene.account)) return scene;
  if (!mayAccount('read', scene.roles, scene.account)) return ACCOUNT_NOT_FOUND;
  if (verb === 'confirm' || verb === 'merge') {
    const whose = scene.account.verified ? 'an admin' : 'its owners or an admin';
    return refuse('not_yours', `Only ${whose} can do that with ${scene.account.name}.`);
  }
  if (verb === 'judge') return notTheCsm(scene);
  const [owner] = scene.ownerIds.flatMap((id) => scene.people.get(id) ?? []).filter(canAnswer);
  return owner
    ? refuse('not_yours', `Only ${owner.name}, its other owners, their leads or an admin can do that.`)
    : refuse('not_yours', `${scene.account.name} has no owner yet. Ask an admin to do that.`);
}

function notTheCsm({ account: { csOwnerId, name }, people }: AccountScene): Refusal {
  const owner = csOwnerId === null ? undefined : people.get(csOwnerId);
  return owner
    ? refuse('not_yours', `Only ${owner.name}, their cover or their lead can do that.`)
    : refuse('not_yours', `${name} has no CS owner yet. Ask an admin to assign one.`);
}

/** The same, and the account is not merged away until the transaction ends. Throws LostRace where it just was. */
export async function holdForChange(
  ctx: TxCtx,
  accountId: string,
  verb: AccountVerb,
): Promise<AccountScene | Refusal> {
  const scene = await loadForChange(ctx, accountId, verb);
  if (isRefusal(scene)) return scene;
  const { id } = scene.account;
  const held = await holdAccounts(ctx, [id]);
  if (held.get(id) !== id) throw new LostRace(`Account ${id}`);
  return scene;
}

export function ownerIdsOf(
  account: Pick<Account, 'salesOwnerId' | 'serviceOwnerId' | 'csOwnerId'>,
  coOwnerIds: readonly string[],
): string[] {
  const { csOwnerId, salesOwnerId, serviceOwnerId } = account;
  return [...new Set([csOwnerId, salesOwnerId, serviceOwnerId, ...coOwnerIds].filter((id) => id !== null))];
}
