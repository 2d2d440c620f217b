import type { DigestContent } from '../../../src/digests/content.ts';
import { type Markup, md, plural } from '../../kit/text.ts';

/** What whoever leads is asked to see to, a line each. */
export function askedLines({ lines, overdue, left }: DigestContent): Markup[] {
  const unowned = lines.filter(({ owner, risk }) => owner === null && risk?.state !== 'claimed').length;
  const untaken = lines.filter(({ next }) => next.kind === 'claim' || next.kind === 'open').length;
  const asked = [
    ...(unowned > 0
      ? [md`• Find an owner for ${plural(unowned, 'account', 'accounts')} that nobody owns.`]
      : []),
    ...(untaken > 0
      ? [
          md`• See that somebody takes ${plural(untaken, 'account', 'accounts')} at risk that nobody has taken yet.`,
        ]
      : []),
    ...(overdue.total > 0
      ? [md`• Ask after ${plural(overdue.total, 'overdue handoff or risk', 'overdue handoffs and risks')}.`]
      : []),
    ...(left.total > 0
      ? [md`• Ask after ${plural(left.total, 'deal', 'deals')} won and not handed over.`]
      : []),
  ];
  return asked.length > 0 ? asked : [md`Nothing: everything at risk has somebody, and nothing is late.`];
}
