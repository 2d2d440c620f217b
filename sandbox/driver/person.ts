/**
 * A person of the workspace, for tests: sees and does what that person can see and do in Slack, and no more.
 *
 *   await rep.types('/handoff Acme', { in: 'sales' });            // a command; throws Trouble when not acked
 *   const modal = await rep.modal({ title: 'New handoff' });      // waits for it; see Form and Modal
 *   await modal.choose('Account', 'Acme'); await modal.fill('Why', 'Speed'); await modal.date('Go-live', '2026-12-01');
 *   const outcome = await modal.submit();                         // { closed } | { errors } | { updated } | { pushed } | { trouble }
 *   await csm.message(/Acme/, { in: 'dm' });                      // waits for a message
 *   await csm.clicks('Review', { in: 'dm', message: /Acme/ });    // the newest message that fits and has the button
 *   csm.sees('#cs')                                               // what is there now, as this person reads it
 *   const home = await csm.home();                                // a Form, too
 *   await csm.until(() => csm.sees('dm').length === 2);           // undefined, null, false and throwing mean: not yet
 *
 * Everything that looks for something waits for it, and what it throws in the end says what was visible.
 */

import { runCommand } from '../command.ts';
import type { Core } from '../core.ts';
import { runShortcut } from '../interactions.ts';
import { type Channel, type Message, type Person, topView } from '../state.ts';
import { buttonAt, menuAt, type Operator, press } from './fields.ts';
import { type Form, pickAt } from './form.ts';
import { home } from './home.ts';
import { describeModal, type Modal, type WhichModal, waitForModal } from './modal.ts';
import { sayAs } from './say.ts';
import { describeSeen, messagesSeen, placeFor, type Seen, seen, seenIn, writable } from './screen.ts';
import { matches, NotYet, until } from './until.ts';

export interface Where {
  /** 'dm' (with the app, the default), or a channel by name or id. */
  in?: string;
  /** Which message: text it contains. The newest that fits, replies and ephemeral ones among them. */
  message?: string | RegExp;
  timeoutMs?: number;
}

export interface Driver {
  readonly id: string;
  readonly name: string;
  /** Runs a slash command; resolves when it was acked, throws Trouble when it was not. */
  types(line: string, where?: { in?: string }): Promise<void>;
  /** Writes a message of one's own. */
  says(text: string, where: { in: string; thread?: string }): Seen;
  /** What is visible there now, oldest first, replies inside their root. */
  sees(where?: string): Seen[];
  /** Waits for a message (root, reply or ephemeral) and returns the newest that fits. */
  message(wanted: string | RegExp, where?: { in?: string; timeoutMs?: number }): Promise<Seen>;
  /** Presses a button of a message. Null when pressed; its question when it asks and `confirm` was not given. */
  clicks(button: string | RegExp, where?: Where & { confirm?: boolean }): Promise<string | null>;
  /** Chooses an option in a menu of a message. */
  picks(option: string, where?: Where): Promise<void>;
  /** Runs a shortcut by its name or callback_id, on a message when one is given. */
  shortcut(nameOrId: string, where?: Where): Promise<void>;
  /** Waits for the top modal (that fits) and returns it. */
  modal(which?: WhichModal): Promise<Modal>;
  hasModal(): boolean;
  /** Opens the Home tab and returns it once the app has published it (or what it showed before). */
  home(options?: { text?: string | RegExp; timeoutMs?: number }): Promise<Form>;
  /** Polls until the predicate holds (a thrown expectation counts as not yet), at most `timeoutMs`. */
  until<T>(
    predicate: () => T | Promise<T>,
    options?: { timeoutMs?: number; what?: string },
  ): Promise<NonNullable<T>>;
}

export function drive(core: Core, person: Person): Driver {
  const who: Operator = { core, person };
  const place = (where = 'dm'): Channel => placeFor(core, person, where);
  const visible =
    (where = 'dm') =>
    () =>
      `${describeModal(who)}\n--- ${where}\n${describeSeen(seenIn(core, person, place(where)))}`;

  /** Waits for a message that fits and in which `look` finds its element. */
  function waitFor<T>(what: string, where: Where, look: (message: Message) => T): Promise<NonNullable<T>> {
    return until(
      () => {
        let problem = new NotYet('no message fits');
        for (const message of messagesSeen(core, person, place(where.in))) {
          if (!matches(seen(core, person, message).text, where.message)) continue;
          try {
            return look(message);
          } catch (error) {
            if (!(error instanceof NotYet)) throw error;
            problem = error;
          }
        }
        throw problem;
      },
      { what, timeoutMs: where.timeoutMs ?? core.patienceMs, visible: visible(where.in) },
    );
  }

  return {
    id: person.id,
    name: person.name,
    types: async (line, where) => runCommand(core, person, writable(core, person, where?.in ?? 'dm'), line),
    says: (text, where) => seen(core, person, sayAs(core, person, text, where)),
    sees: (where) => seenIn(core, person, place(where)),
    message: async (wanted, where = {}) =>
      waitFor(`a message with ${wanted}`, { ...where, message: wanted }, (message) =>
        seen(core, person, message),
      ),
    clicks: async (button, where = {}) => {
      const found = await waitFor(`the button ${button}`, where, (message) => ({
        message,
        placed: buttonAt({ message }, button),
      }));
      return press(who, { message: found.message }, found.placed, where.confirm ?? false);
    },
    picks: async (option, where = {}) => {
      const found = await waitFor(`the option ${option}`, where, (message) => ({
        message,
        menu: menuAt({ message }, option),
      }));
      await pickAt(who, { message: found.message }, found.menu);
    },
    shortcut: async (nameOrId, where) => {
      const type = where?.message === undefined ? 'global' : 'message';
      const { shortcuts } = core.world.app;
      const known = shortcuts?.find(
        (each) => each.type === type && [each.name, each.callbackId].includes(nameOrId),
      );
      if (shortcuts && !known) throw new Error(`there is no ${type} shortcut ${nameOrId}`);
      if (person.deleted) throw new Error(`${person.name} is deactivated`);
      const message =
        where?.message === undefined ? undefined : await waitFor('the message', where, (each) => each);
      await runShortcut(core, person, known?.callbackId ?? nameOrId, message);
    },
    modal: (which = {}) => waitForModal(who, which),
    hasModal: () => topView(core.world, person.id) !== undefined,
    home: (options = {}) => home(who, options),
    until: (predicate, { timeoutMs = core.patienceMs, what = 'what the test expects' } = {}) =>
      until(
        async () => {
          try {
            return await predicate();
          } catch (error) {
            throw new NotYet(error instanceof Error ? error.message : String(error));
          }
        },
        { what, timeoutMs, visible: visible() },
      ),
  };
}
