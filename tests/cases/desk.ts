import type { Driver, Seen } from '../../sandbox/server.ts';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { expectDone } from '../handoffs/house.ts';
import type { World } from '../support/baton.ts';

// Cases in a world with people who look at them, begun without a window.

/** The context of a verb, as of now, in the name of this person. */
export async function inTheNameOf(world: World, name: string): Promise<Ctx> {
  return { ...(await world.ctx()), actor: { type: 'member', memberId: await memberId(world, name) } };
}

async function memberId({ sandbox, database }: World, name: string): Promise<string> {
  const slackUserId = sandbox.people.get(name)?.id ?? '';
  return (await database.db.member.findFirstOrThrow({ where: { slackUserId } })).id;
}

let drafts = 0;

/** From the rep to the CSM in Berlin. Returns its id, and what every message about it has in it. */
export async function handedOver(world: World, accountName: string): Promise<{ id: string; about: RegExp }> {
  const rep = await inTheNameOf(world, 'rep.berlin');
  drafts += 1;
  const saved = await saveDraft(rep, {
    viewId: `V${drafts}`,
    patch: {
      accountName,
      receiverId: await memberId(world, 'csm.berlin'),
      brief: {
        contact: 'Sample Contact',
        why: 'Sample reason',
        outcomes: [{ id: 'o1', text: 'Sample outcome' }],
        promises: 'None',
      },
    },
  });
  const { id } = expectDone(saved).handoff;
  const { number } = expectDone(await handOver(rep, { handoffId: id }));
  const about = new RegExp(`H-${number}\\b`);
  const csm = world.sandbox.person('csm.berlin');
  await csm.until(() => standsIn(csm, 'dm', about) !== undefined);
  return { id, about };
}

/** What stands there about it for everybody. */
export const standsIn = (who: Driver, where: string, about: RegExp): Seen | undefined =>
  who.sees(where).find(({ ephemeral, text }) => !ephemeral && about.test(text));

/** What was last said to them alone. */
export const toldIn = (who: Driver, where: string, about: RegExp): Seen | undefined =>
  who.sees(where).findLast(({ ephemeral, text }) => ephemeral && about.test(text));
