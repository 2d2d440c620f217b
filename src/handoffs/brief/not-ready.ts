import { checkAccountName } from '../../accounts/account.ts';
import type { Warning } from '../../health/readiness.ts';
import { whyNotReceiver } from '../../people/person.ts';
import { isRefusal, type Refusal, refuse } from '../../platform/refusal.ts';
import { localDate } from '../../time/local-date.ts';
import { personIn, type Scene } from '../rules/parties.ts';
import { problemsIn, readGaps } from './brief.ts';
import { touchedSince } from './parts.ts';
import { answerThis, fieldsOf, inputOf, isMet, isMust, isPromised, type Template } from './template.ts';

/** What the first screen must have, and what cannot go out as it stands. `warning`: what speaks against asking at all. */
export function notReady(scene: Scene, warning: Warning | null, now: Date): Refusal[] {
  const { handoff, brief, actor, template } = scene;
  const today = localDate(now, actor.zone);
  const missing = template.criteria
    .filter((one) => isMust(one) && !isMet(one, brief) && !isPromised(one, brief))
    .map(({ key }) => refuse('missing', missingWords(template, key), inputOf(key)));
  // Once handed over, a date may pass while it waits.
  const wrong = problemsIn(brief, today).filter(
    ({ field }) => handoff.state === 'draft' || field !== 'goLive',
  );
  return [
    whyNotAccount(handoff),
    whyNotTheirs(scene, now),
    ...missing,
    ...wrong,
    warning && !brief.whyNow ? NO_REASON : null,
  ].filter((one) => one !== null);
}

function missingWords({ questions, more = [], criteria }: Template, key: string): string {
  const asked = [...questions, ...more].find((one) => one.key === key);
  const label = criteria.find((one) => one.key === key)?.label ?? key;
  return asked?.missing ?? answerThis(label);
}

const NO_REASON = refuse(
  'no_reason',
  'This account may not be ready for an expansion. Add why it’s still the right time, or come back later.',
  'whyNow',
);

function whyNotAccount({ accountId, accountName }: Scene['handoff']): Refusal | null {
  if (accountId) return null;
  if (!accountName) return refuse('no_account', 'Pick the account, or add it.', 'account');
  const name = checkAccountName(accountName);
  return isRefusal(name) ? name : null;
}

/** Once handed over, a receiver who has left is reassigned; it must not keep the sender from answering. */
function whyNotTheirs({ handoff, people }: Scene, now: Date): Refusal | null {
  if (!handoff.receiverId) return refuse('no_receiver', 'Pick who to hand it to.', 'receiver');
  if (handoff.state !== 'draft') return null;
  return whyNotReceiver(people.get(handoff.receiverId), handoff.senderId, now);
}

/**
 * Why a handoff that came back cannot go out again yet: what was asked for stands as it did, so that it would come back
 * for certain. That there is none is an answer, too.
 */
export function whyUntouched({ handoff, brief, people, template }: Scene): Refusal | null {
  const gaps = readGaps(handoff.gaps, handoff.id);
  if (handoff.state !== 'returned' || !gaps?.was) return null;
  const touched = touchedSince(gaps.was, brief);
  const isTouched = (key: string) =>
    fieldsOf(key).some((field) => touched.includes(field)) ||
    (touched.includes('answers') && brief.answers[key] !== undefined) ||
    (touched.includes('knownBy') && brief.knownBy[key] !== undefined);
  const open = template.criteria.filter(({ key }) => gaps.criteria.includes(key) && !isTouched(key));
  const who = personIn({ people }, handoff.receiverId).name;
  const [first] = open;
  if (first) {
    const labels = new Intl.ListFormat('en').format(open.map(({ label }) => label));
    return refuse(
      'gap_open',
      `${who} asked for: ${labels}. Add it, or tick that there’s none, then send it again.`,
      first.key,
    );
  }
  return gaps.criteria.length === 0 && touched.length === 0
    ? refuse('gap_open', `${who} asked for more, and the brief hasn’t changed. Add it, then send it again.`)
    : null;
}
