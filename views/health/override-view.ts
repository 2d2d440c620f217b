import type { ModalView } from '@slack/types';
import { BAND_WORDS, BANDS, type Band } from '../../src/health/bands.ts';
import { DAYS_AT_MOST, NOTE_MAX } from '../../src/health/override.ts';
import type { HealthStanding } from '../../src/health/standing.ts';
import { context, input, modal, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { lastDay } from '../kit/dates.ts';
import { button, datePicker, option, select, textInput } from '../kit/elements.ts';
import { VALUE } from '../kit/ids.ts';
import { bold, lines, md } from '../kit/text.ts';
import { RISK_ACTIONS } from '../risks/ids.ts';
import { HEALTH_CALLBACKS } from './ids.ts';
import { bandLabel, healthLines } from './words.ts';

const NAME_SHOWN = 80;

/** Asks for the band, why, and for how long that holds. */
export function overrideView(account: { id: string; name: string }, standing: HealthStanding): ModalView {
  const { override } = standing;
  return modal({
    callback: HEALTH_CALLBACKS.override,
    title: 'Set health',
    submit: 'Save',
    close: 'Cancel',
    metadata: account.id,
    blocks: [
      section(lines([bold(clip(account.name, NAME_SHOWN)), ...healthLines(standing, null)])),
      input({
        id: 'band',
        label: 'Health',
        element: select({
          action: VALUE,
          placeholder: 'Pick a band',
          options: BANDS.toReversed().map((band) => option(band, bandLabel(band))),
          ...(override && { initial: override.band }),
        }),
      }),
      input({
        id: 'note',
        label: 'Reason',
        hint: 'What you know that the score doesn’t. Visible to everyone who sees the health.',
        element: textInput({ action: VALUE, multiline: true, max: NOTE_MAX }),
      }),
      input({
        id: 'until',
        label: 'Until',
        optional: true,
        hint: `Leave blank for 90 days (30 for healthy or critical), at most ${DAYS_AT_MOST}. Then the score takes over again.`,
        element: datePicker({ action: VALUE, placeholder: 'Pick a date' }),
      }),
      context(md`The score is still shown next to it, with your name and the last day.`),
    ],
  });
}

export interface OverriddenNow {
  account: { id: string; name: string };
  band: Band;
  until: Date;
  /** Name of the risk that is open for it; null: none is. */
  openRisk: string | null;
}

/** In place of the form, once it is done. What is critical wants somebody who is on it. */
export function overriddenView({ account, band, until, openRisk }: OverriddenNow): ModalView {
  const { id, name } = account;
  const said = md`${bold(clip(name, NAME_SHOWN))} is ${BAND_WORDS[band]} until ${lastDay(until)}, set by you.`;
  const blocks = [section(said)];
  if (band === 'critical' && openRisk)
    blocks.push(section(md`Its risk ${bold(openRisk)} is open. Look it up with \`/risk ${openRisk}\`.`));
  if (band === 'critical' && !openRisk)
    blocks.push(
      section(md`No one is on it yet. Flag a risk, and Baton asks its owner with your words.`, {
        accessory: button({
          action: RISK_ACTIONS.openByHand,
          text: 'Flag a risk',
          value: id,
          label: `Flag a risk: ${clip(name, NAME_SHOWN)}`,
        }),
      }),
    );
  return modal({ callback: 'notice', title: 'Set health', close: 'Done', blocks });
}
