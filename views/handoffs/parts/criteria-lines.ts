import type { Brief, Gaps } from '../../../src/handoffs/brief/brief.ts';
import type { Criterion } from '../../../src/handoffs/brief/template.ts';
import { type Completeness, isMet } from '../../../src/handoffs/brief/template.ts';
import type { HandoffPicture } from '../../../src/handoffs/read/picture.ts';
import { quoted } from '../../kit/long-text.ts';
import { bold, lines, listed, type Markup, md } from '../../kit/text.ts';

const NAMED = 3;

/** '62% complete. Missing: Champion, Measure, Go-live date and 4 more.' Those that weigh most are named, or `all`. */
export function completenessLine({ percent, missing }: Completeness, all?: 'all'): Markup {
  const heaviest = missing.toSorted((a, b) => b.weight - a.weight);
  // One more takes no more room than its number.
  const shown = all || missing.length === NAMED + 1 ? heaviest : heaviest.slice(0, NAMED);
  const more = missing.length - shown.length;
  const labels = shown.map(({ label }) => label);
  const names = listed(more > 0 ? [...labels, `${more} more`] : labels);
  return md`${bold(`${percent}% complete.`)} ${names ? `Missing: ${names}.` : 'Nothing is missing.'}`;
}

/** Every criterion with its answer, as a sign and as a word. */
export function checklist({ criteria, brief }: Pick<HandoffPicture, 'criteria' | 'brief'>): Markup {
  return lines(
    criteria.map((criterion) =>
      isMet(criterion, brief) ? md`✓ There: ${criterion.label}` : md`✗ Missing: ${bold(criterion.label)}`,
    ),
  );
}

/** What the receiver named when it went back, by label. */
export function gapLabels(gaps: Gaps, criteria: readonly Criterion[]): string[] {
  return criteria.filter(({ key }) => gaps.criteria.includes(key)).map(({ label }) => label);
}

/** The named gaps and the beginning of the receiver's words; null when there are neither. */
export function gapLines(gaps: Gaps | null, criteria: readonly Criterion[], most: number): Markup | null {
  if (!gaps) return null;
  const labels = gapLabels(gaps, criteria);
  const parts = [
    ...(labels.length > 0 ? [md`Asked for: ${bold(listed(labels))}`] : []),
    ...(gaps.note ? [quoted(gaps.note, most)] : []),
  ];
  return parts.length > 0 ? lines(parts) : null;
}

/** Criteria that were asked for when it went back and have no answer yet. */
export function openGaps(gaps: Gaps | null, criteria: readonly Criterion[], brief: Brief): Criterion[] {
  return criteria.filter((criterion) => gaps?.criteria.includes(criterion.key) && !isMet(criterion, brief));
}
