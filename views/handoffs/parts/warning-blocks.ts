import type { KnownBlock } from '@slack/types';
import type { WarningReason } from '../../../src/health/readiness.ts';
import { bandLabel, daysOld } from '../../health/words.ts';
import { section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { dayOf } from '../../kit/dates.ts';
import { bold, lines, type Markup, md } from '../../kit/text.ts';
import type { BriefScreen } from '../brief-screen.ts';
import { lineInput } from './inputs.ts';

/** Why this may be no time to propose an expansion, and the question that goes with it. It holds nobody up but for the answer. */
export function warningBlocks({ warning, brief, nonce: mark }: BriefScreen): KnownBlock[] {
  if (!warning) return [];
  return [
    section(
      lines([
        md`⚠︎ ${bold('This account may not be ready to be asked for more.')}`,
        ...warning.reasons.map((reason) => md`• ${reasonLine(reason)}`),
      ]),
    ),
    lineInput({
      field: 'whyNow',
      mark,
      label: 'Why ask now',
      hint: 'What makes it right all the same. Sales reads it with the brief.',
      initial: brief.whyNow,
    }),
  ];
}

const LABEL_SHOWN = 80;

function reasonLine(reason: WarningReason): Markup {
  switch (reason.kind) {
    case 'band':
      return reason.since
        ? md`${bandLabel(reason.band)} since ${dayOf(reason.since)}`
        : md`${bandLabel(reason.band)}`;
    case 'risk':
      return md`A risk is open since ${dayOf(reason.since)}`;
    case 'signal':
      return md`${clip(reason.label, LABEL_SHOWN)}${amountOf(reason)}, ${daysOld(reason.days)}`;
  }
}

/** What either is or is not has no unit, and its label says that it is. */
function amountOf({ value, unit }: Extract<WarningReason, { kind: 'signal' }>): string {
  if (unit === '' && value === 1) return '';
  const amount = value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  return unit === '%' ? ` ${amount}%` : ` ${amount} ${clip(unit, LABEL_SHOWN)}`.trimEnd();
}
