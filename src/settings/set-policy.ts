import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { uuid } from '../platform/sql.ts';
import { transact, transactOnce } from '../platform/transact.ts';
import { readSetting, settingText } from './catalogue.ts';
import { loadSettings } from './load-settings.ts';
import { isOfDeals, isPolicyKey, isSameScope, POLICY_KEYS, type Policy, type PolicyScope } from './policy.ts';
import { settingKey } from './set-setting.ts';

/** More would be read with the settings each time. */
const MOST = 100;

export interface SetPolicy {
  key: string;
  scope: PolicyScope;
  value: string;
  /** Whether there is to be one already; refused where that is not so. */
  before?: 'one' | 'none';
}

export interface PolicyChange {
  policy: Policy;
  /** What held for the same handoffs before; null: there was no policy for them. */
  before: string | null;
}

/** Sets what holds for some handoffs. Refuses what it cannot read, saying what is allowed. */
export async function setPolicy(ctx: Ctx, command: SetPolicy): Promise<PolicyChange | Refusal> {
  const { scope } = command;
  const key = settingKey(command.key);
  if (isRefusal(key)) return key;
  if (!isPolicyKey(key))
    return refuse(
      'no_policy',
      `${key} is the same for all handoffs. What can differ: ${POLICY_KEYS.join(', ')}.`,
      'key',
    );
  if (isOfDeals(key) && scope.kind !== null)
    return refuse(
      'no_kind',
      'A deal has no kind of handoff until it’s handed over. Leave the kind out: pick a segment or the team that sold it.',
      'kind',
    );
  const value = readSetting(key, command.value);
  if (isRefusal(value)) return { ...value, field: 'value' };
  const text = settingText(value, command.value);
  if (scope.kind === null && scope.segment === null && scope.teamId === null)
    return refuse(
      'no_scope',
      'Pick a kind, a segment or a team. For all handoffs, change the setting.',
      'kind',
    );

  // Set anew, it may have been another value in between: only to add one is done once.
  const { request: _, ...anew } = ctx;
  return transactOnce(command.before === 'none' ? ctx : anew, 'add_policy', async (ctx) => {
    const workspaceId = ctx.workspace.id;
    // Admins take turns from here.
    await ctx.tx.$executeRaw`SELECT FROM workspaces WHERE id = ${uuid(workspaceId)} FOR NO KEY UPDATE`;
    const team = scope.teamId && (await ctx.tx.team.count({ where: { id: scope.teamId, workspaceId } }));
    if (team === 0) return refuse('unknown_team', 'This team no longer exists. Pick another one.', 'team');
    const { policies } = await loadSettings(ctx.tx, workspaceId);
    const found = policies.find((one) => one.key === key && isSameScope(one, scope));
    if (found && command.before === 'none')
      return refuse('there_already', 'There is already a policy for this. Change it in the list.', 'key');
    if (!found && command.before === 'one') return GONE;
    if (!found && policies.length >= MOST)
      return refuse('too_many', `There are ${MOST} policies already. Remove one first.`, 'key');

    const policy: Policy = found ? { ...found, text } : { ...scope, id: newId(ctx.now), key, text };
    const columns = { value: text, updatedAt: ctx.now };
    if (found) await ctx.tx.policy.update({ where: { id: found.id, workspaceId }, data: columns });
    else await ctx.tx.policy.create({ data: { ...scope, ...columns, id: policy.id, workspaceId, key } });
    const before = found?.text ?? null;
    await audit(ctx, {
      subject: { type: 'workspace', id: workspaceId },
      action: 'policy.set',
      data: { key, ...scope, before, after: text },
    });
    return { policy, before };
  });
}

/** Removes one: what is less specific holds again. Refused where it is gone. */
export async function removePolicy(ctx: Ctx, id: string): Promise<Policy | Refusal> {
  return transact(ctx, async (ctx) => {
    const workspaceId = ctx.workspace.id;
    const policy = (await loadSettings(ctx.tx, workspaceId)).policies.find((one) => one.id === id);
    const { count } = await ctx.tx.policy.deleteMany({ where: { id, workspaceId } });
    if (!policy || count === 0) return GONE;
    const { key, kind, segment, teamId, text } = policy;
    await audit(ctx, {
      subject: { type: 'workspace', id: workspaceId },
      action: 'policy.removed',
      data: { key, kind, segment, teamId, before: text },
    });
    return policy;
  });
}

const GONE = refuse('gone', 'Someone removed this policy in the meantime. Go back to the list.');
