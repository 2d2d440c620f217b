import { type Refusal, refuse } from '../platform/refusal.ts';
import { FIELDS_OF } from './completeness.ts';
import { fingerprintOf, readGaps } from './gaps.ts';
import { templateById } from './kinds.ts';
import { personIn } from './parties.ts';
import type { Scene } from './scene.ts';

/**
 * Why a handoff that came back cannot go out again yet: what was asked for stands as it did, so that it would come back
 * for certain. That there is none is an answer, too.
 */
export function whyUntouched({ handoff, brief, people }: Scene): Refusal | null {
  const gaps = readGaps(handoff.gaps, handoff.id);
  if (handoff.state !== 'returned' || !gaps?.was) return null;
  const [was, is] = [gaps.was, fingerprintOf(brief)];
  const touched = Object.keys(is).filter((field) => is[field] !== was[field]);
  const isTouched = (key: string) =>
    (FIELDS_OF[key] ?? []).some((field) => touched.includes(field)) ||
    (touched.includes('answers') && brief.answers[key] !== undefined);
  const open = templateById(handoff.template).criteria.filter(
    ({ key }) => gaps.criteria.includes(key) && !isTouched(key),
  );
  const who = personIn({ people }, handoff.receiverId).name;
  const [first] = open;
  if (first) {
    const labels = new Intl.ListFormat('en').format(open.map(({ label }) => label));
    return refuse(
      'gap_open',
      `${who} asked for more: ${labels}. Add it, or say that there is none, then send it again.`,
      first.key,
    );
  }
  return gaps.criteria.length === 0 && touched.length === 0
    ? refuse('gap_open', `${who} asked for more, and the brief is as it was. Add it, then send it again.`)
    : null;
}
