import { loadFigureRights } from '../figures/load-figure-rights.ts';
import { mayFigures } from '../figures/rights.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Person } from '../people/person.ts';
import { actingMember, type TxCtx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Settings } from '../settings/catalogue.ts';
import type { Source } from './compose-for.ts';
import { type DigestCadence, scopeOf, tidyScope, type WantedScope } from './subscription.ts';

const NOT_YOURS = refuse(
  'not_yours',
  'You don’t have access to these figures. Pick other accounts.',
  'scope',
);

/** One of the member's own digests, or figures that they ask for once. */
export type Asked = { subscriptionId: string } | (WantedScope & { cadence: DigestCadence });

/** The member who acts, where they may see the figures of this scope. */
export async function digestMember(
  ctx: TxCtx,
  wanted: WantedScope,
  settings: Settings,
): Promise<Person | Refusal> {
  const memberId = actingMember(ctx);
  const person = (await loadPeople(ctx.tx, ctx.workspace.id, [memberId])).get(memberId);
  if (!person) return NOT_YOURS;
  const scope = scopeOf({ ...wanted, ownerId: memberId });
  if (!mayFigures(scope, await loadFigureRights(ctx, memberId, settings))) return NOT_YOURS;
  if (wanted.teamId === null) return person;
  const team = await ctx.tx.team.count({ where: { id: wanted.teamId, workspaceId: ctx.workspace.id } });
  return team === 1 ? person : refuse('no_team', 'That team no longer exists. Pick another.', 'scope');
}

/** What the member asks for, and who they are, where they may see it. */
export async function findAsked(
  ctx: TxCtx,
  asked: Asked,
  settings: Settings,
): Promise<{ source: Source; owner: Person } | Refusal> {
  const source = 'subscriptionId' in asked ? await findOwn(ctx, asked.subscriptionId) : onceOnly(asked);
  if (!source) return refuse('not_found', 'That digest no longer exists. /digest lists yours.');
  const owner = await digestMember(ctx, source, settings);
  return isRefusal(owner) ? owner : { source, owner };
}

function onceOnly(asked: WantedScope & { cadence: DigestCadence }): Source {
  return { ...tidyScope(asked), cadence: asked.cadence, id: null, zone: null, channel: null };
}

function findOwn(ctx: TxCtx, id: string): Promise<Source | null> {
  return ctx.tx.digestSubscription.findFirst({
    where: { id, workspaceId: ctx.workspace.id, ownerId: actingMember(ctx), stoppedAt: null },
  });
}
