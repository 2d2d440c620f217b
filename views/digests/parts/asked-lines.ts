import type { DigestContent } from '../../../src/digests/content.ts';
import { type Markup, md, plural } from '../../kit/text.ts';

/** What whoever leads is asked to see to, a line each. */
export function askedLines({ lines, more, overdue, left }: DigestContent): Markup[] {
  const waiting = lines.filter(({ next }) => next.kind === 'claim' || next.kind === 'open');
  const untaken = waiting.filter(({ owner }) => owner !== null).length;
  const unowned = waiting.length - untaken;
  // Only of the listed it is known.
  const of = more > 0 ? ' listed' : '';
  const asked = [
    ...(unowned > 0
      ? [md`• Find an owner for ${plural(unowned, 'account', 'accounts')}${of} that nobody owns.`]
      : []),
    ...(untaken > 0
      ? [
          md`• See that somebody takes ${plural(untaken, 'account', 'accounts')}${of || ' at risk'} that nobody has taken yet.`,
        ]
      : []),
    ...(overdue.total > 0
      ? [md`• Ask after ${plural(overdue.total, 'overdue handoff or risk', 'overdue handoffs and risks')}.`]
      : []),
    ...(left.total > 0
      ? [md`• Ask after ${plural(left.total, 'deal', 'deals')} won and not handed over.`]
      : []),
  ];
  return asked.length > 0
    ? asked
    : [md`Nothing: everything${of || ' at risk'} has somebody, and nothing is late.`];
}
