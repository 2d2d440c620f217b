import type { DigestContent } from '../../src/digests/content.ts';
import { type Bridge, STEPS, type Step, type Total } from '../../src/figures/figures.ts';
import { STEP_NAMES, segmentText } from '../digests/parts/bridge-lines.ts';
import { accountsText, signed, totalText } from '../digests/parts/words.ts';
import { formatMoney } from '../kit/money.ts';
import type { Bar, Drawing } from './drawing.ts';
import { isDrawable } from './fit.ts';

/** Signs of direction and whatever else is not to be seen: the picture is read from left to right. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * What a digest shows beside its words: how ARR at risk came from what it was to what it is, or, where there is nothing
 * to compare with, where it lies. Null where there is no amount to draw, or a name that our font cannot write.
 */
export function bridgePicture(content: DigestContent): Drawing | null {
  const { bridge, figures } = content;
  const drawing = bridge ? changes(bridge, figures.currency) : segments(content);
  const most = Math.max(0, ...drawing.bars.flatMap(({ from, to }) => [from, to]));
  return most > 0 && drawing.bars.every(({ name }) => isDrawable(name)) ? drawing : null;
}

function changes({ before, steps, now }: Bridge, currency: string): Drawing {
  const changed = STEPS.filter((step) => steps[step].accounts !== 0 || steps[step].amount !== 0);
  let reached = before.amount;
  const bars: Bar[] = changed.map((step) => {
    const from = reached;
    reached += steps[step].amount;
    return {
      name: STEP_NAMES[step],
      figure: change(steps[step], currency),
      from,
      to: reached,
      tone: toneOf(step),
      leads: true,
    };
  });
  const told = changed.map((step) => `${STEP_NAMES[step]} ${change(steps[step], currency)}`);
  return {
    title: titleOf(now, currency),
    note:
      changed.length > 0
        ? 'ARR, and what changed since the last digest'
        : 'ARR, as it was at the last digest',
    bars: [{ ...whole('Last digest', before, currency), leads: true }, ...bars, whole('Now', now, currency)],
    alt: `Bar chart. ARR at risk was ${totalText(before, currency)} at the last digest; ${nowText(now, currency)}. ${told.length > 0 ? `${told.join('; ')}.` : 'Nothing changed.'}`,
  };
}

function segments({ segments, figures: { atRisk, currency } }: DigestContent): Drawing {
  const named = segments.map((one) => ({ ...one, name: segmentText(one.segment).replace(UNSEEN, '') }));
  const told = named.map((one) => `${one.name} ${totalText(one, currency)}`);
  return {
    title: titleOf(atRisk, currency),
    note: 'ARR, by segment',
    bars: named.map((one) => ({ ...whole(one.name, one, currency), tone: 'part' })),
    alt: `Bar chart. ARR at risk is ${totalText(atRisk, currency)}. By segment: ${told.join('; ')}.`,
  };
}

const titleOf = (total: Total, currency: string): string =>
  total.accounts === 0 ? 'Nothing is at risk' : `At risk: ${totalText(total, currency)}`;

const whole = (name: string, total: Total, currency: string): Bar => ({
  name,
  figure: `${formatMoney(total.amount, currency)} · ${accountsText(total.accounts)}`,
  from: 0,
  to: total.amount,
  tone: 'whole',
  leads: false,
});

const nowText = (now: Total, currency: string): string =>
  now.accounts === 0 ? 'now nothing is at risk' : `now it is ${totalText(now, currency)}`;

/** '+$200K · 3 accounts' */
function change({ amount, accounts }: Total, currency: string): string {
  return [signed(amount, currency), ...(accounts === 0 ? [] : [accountsText(accounts)])].join(' · ');
}

/** Good news, bad news, or neither: what is lost is not at risk any more, and no better for it. */
function toneOf(step: Step): Bar['tone'] {
  if (step === 'entered' || step === 'lost') return 'worse';
  return step === 'recovered' ? 'better' : 'neither';
}
