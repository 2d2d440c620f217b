import type { DigestScope } from '../../src/digests/subscription.ts';
import { actions, type Message, message, section } from '../kit/blocks.ts';
import { dayOf } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { bold, md } from '../kit/text.ts';
import { DIGEST_ACTIONS } from './ids.ts';
import { ownScopeText } from './parts/words.ts';

// What is said of a digest that does not come.

/** Its figures are its subscriber's no more. */
export function digestEndedMessage(scope: { kind: DigestScope; name: string }): Message {
  const name = ownScopeText(scope);
  return message(md`Your digest has stopped: ${name}.`, [
    section(
      md`${bold('Your digest has stopped')}: ${name}. You no longer have access to these figures. If that’s wrong, ask an admin of Baton.`,
    ),
    actions('begin', button({ action: DIGEST_ACTIONS.begin, text: 'New digest' })),
  ]);
}

/** Slack did not say whether it was posted, and it is not posted twice unasked. */
export function digestHeldMessage(
  runId: string,
  digest: { what: 'digest' | 'agenda'; scope: { kind: DigestScope; name: string }; madeAt: Date },
): Message {
  const { what, scope, madeAt } = digest;
  const name = ownScopeText(scope);
  return message(md`Your ${what} may not have arrived: ${name}.`, [
    section(
      md`${bold(`Your ${what} may not have arrived`)}: ${name}, ${dayOf(madeAt)}. Slack didn’t confirm it. If you can’t find it, send the same one again.`,
    ),
    actions(
      'again',
      button({
        action: DIGEST_ACTIONS.sendAgain,
        text: 'Send again',
        value: runId,
        label: `Send again: ${name}`,
      }),
    ),
  ]);
}
