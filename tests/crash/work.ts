import { setTimeout as pause } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.ts';
import type { Ledger } from './ledger.ts';
import { acknowledge, answer, handOver, type Notes, resubmit, undo } from './people.ts';
import type { Deal, Deed } from './plan.ts';

const LOOK_EVERY_MS = 100;

/** Everybody does what the plan says, each one thing at a time, until all of it is done. */
export async function work(
  sandbox: Sandbox,
  deals: readonly Deal[],
  ledger: Ledger,
  notes: Notes,
  isKept: (deal: Deal) => Promise<boolean>,
  /** Share of the deals that may have begun by now. */
  mayBegin: () => number,
): Promise<void> {
  const next = ({ plan, did }: Deal): Deed | undefined => plan[did.length];
  const said = (deal: Deal, kind: string): boolean =>
    ledger.about(deal.account).some((one) => one.kind === kind);

  async function rep(name: string): Promise<void> {
    const me = sandbox.person(name);
    const mine = deals.filter((deal) => deal.rep === name);
    for (;;) {
      const back = mine.find((deal) => next(deal) === 'resubmitted' && said(deal, 'returned'));
      const fresh = mine.find(
        (deal) => next(deal) === 'submitted' && deals.indexOf(deal) < mayBegin() * deals.length,
      );
      if (back) {
        await resubmit(me, back, notes);
        back.did.push('resubmitted');
      } else if (fresh) {
        fresh.number = await handOver(me, fresh, notes);
        fresh.did.push('submitted');
      } else if (
        mine.some((deal) => ['submitted', 'resubmitted'].some((deed) => rest(deal).includes(deed as Deed)))
      ) {
        await pause(LOOK_EVERY_MS);
      } else return;
    }
  }

  async function csm(name: string): Promise<void> {
    const me = sandbox.person(name);
    const mine = deals.filter((deal) => deal.csm === name);
    for (;;) {
      const deal = mine.find(
        (one) =>
          one.did.length > 0 &&
          ['acknowledged', 'returned', 'accepted', 'undone'].includes(next(one) ?? '') &&
          (said(one, 'request') || said(one, 'card')),
      );
      if (deal) {
        const deed = next(deal) as Deed;
        if (deed === 'undone' && !(await undo(me, deal, notes))) {
          deal.plan = [...deal.did];
          continue;
        }
        if (deed === 'acknowledged') await acknowledge(me, deal, ledger, notes, isKept);
        else if (deed !== 'undone')
          await answer(me, deal, deed === 'returned' ? 'return' : 'accept', ledger, notes);
        deal.did.push(deed);
      } else if (mine.some((one) => rest(one).length > 0)) await pause(LOOK_EVERY_MS);
      else return;
    }
  }

  const rest = ({ plan, did }: Deal): Deed[] => plan.slice(did.length);
  const names = (of: (deal: Deal) => string): string[] => [...new Set(deals.map(of))];
  await Promise.all([...names((deal) => deal.rep).map(rep), ...names((deal) => deal.csm).map(csm)]);
}
