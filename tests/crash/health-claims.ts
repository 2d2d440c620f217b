// Members who take risks by the button on the card, or in their own DM, whenever they see one.
import { setTimeout as pause } from 'node:timers/promises';
import { type Sandbox, Trouble } from '../../sandbox/server.ts';
import { shuffled, type Watched } from './health-plan.ts';
import type { Notes } from './people.ts';

const BUTTON = /^I’ve got it/;
const LOOK_EVERY_MS = 1_000;

export interface Claims {
  /** Clicks that somebody made. */
  clicks: number;
  /** Waits until nobody sees anything left to take, and sends everybody home. */
  finish(): Promise<void>;
}

export function startClaims(
  sandbox: Sandbox,
  accounts: readonly Watched[],
  notes: Notes,
  random: () => number,
): Claims {
  const taken = accounts.filter(({ claims }) => claims !== 'nobody');
  const names = new Set(taken.flatMap((one) => (one.claims === 'csm' ? [one.csm] : [one.csm, one.rival])));
  const state = { clicks: 0, over: false };

  /** Where this person sees the button of which of their accounts. Each place is read once: reading is slow. */
  function open(name: string): { account: Watched; where: string }[] {
    const me = sandbox.person(name);
    const mine = taken.filter(
      ({ csm, rival, claims }) => csm === name || (rival === name && claims === 'whoever is faster'),
    );
    const places = ['dm', ...new Set(mine.map(({ channel }) => channel))];
    return places.flatMap((where) => {
      const buttons = me.sees(where).filter((seen) => seen.buttons.some((one) => BUTTON.test(one)));
      // The morning's DM also names what is done.
      return mine
        .filter(({ name }) => buttons.some(({ text }) => text.split('Done: ')[0]?.includes(name)))
        .map((account) => ({ account, where }));
    });
  }

  async function member(name: string): Promise<void> {
    const me = sandbox.person(name);
    while (!state.over) {
      const done = new Set<Watched>();
      for (const { account, where } of shuffled(open(name), random)) {
        if (done.has(account)) continue;
        done.add(account);
        try {
          await me.clicks(BUTTON, { in: where, message: account.name, timeoutMs: 300 });
          state.clicks += 1;
        } catch (error) {
          if (error instanceof Trouble) notes.troubles += 1;
          else notes.begunAgain += 1;
          await pause(LOOK_EVERY_MS);
        }
      }
      await pause(LOOK_EVERY_MS);
    }
  }

  const all = Promise.all([...names].map(member));
  all.catch(() => {}); // awaited in the end
  return {
    get clicks() {
      return state.clicks;
    },
    async finish() {
      for (let looks = 0; [...names].some((name) => open(name).length > 0); looks++) {
        if (looks > 120) throw new Error('risks that somebody wants to take stay untaken');
        await pause(LOOK_EVERY_MS);
      }
      state.over = true;
      await all;
    },
  };
}
