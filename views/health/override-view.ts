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

/** Asks how an account stands, why, and for how long that holds. */
export function overrideView(account: { id: string; name: string }, standing: HealthStanding): ModalView {
  const { override } = standing;
  return modal({
    callback: HEALTH_CALLBACKS.override,
    title: 'Set health by hand',
    submit: 'Set',
    close: 'Close',
    metadata: account.id,
    blocks: [
      section(lines([bold(clip(account.name, NAME_SHOWN)), ...healthLines(standing, null)])),
      input({
        id: 'band',
        label: 'How it stands',
        element: select({
          action: VALUE,
          placeholder: 'Pick one',
          options: BANDS.toReversed().map((band) => option(band, bandLabel(band))),
          ...(override && { initial: override.band }),
        }),
      }),
      input({
        id: 'note',
        label: 'Why',
        hint: 'What you know and the score does not. Everybody who sees the health reads it.',
        element: textInput({ action: VALUE, multiline: true, max: NOTE_MAX }),
      }),
      input({
        id: 'until',
        label: 'Until',
        optional: true,
        hint: `Empty: 90 days, or 30 for healthy and critical. At most ${DAYS_AT_MOST} days. After that the score speaks again.`,
        element: datePicker({ action: VALUE, placeholder: 'Pick a date' }),
      }),
      context(md`The score is still kept beside it. Your name and the date stand wherever it is shown.`),
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
    blocks.push(
      section(md`${bold(openRisk)} is open for it. See where it stands with \`/risk ${openRisk}\`.`),
    );
  if (band === 'critical' && !openRisk)
    blocks.push(
      section(md`Nobody is on it yet. A risk finds its owner, and carries what you wrote.`, {
        accessory: button({
          action: RISK_ACTIONS.openByHand,
          text: 'Open a risk',
          value: id,
          label: `Open a risk: ${clip(name, NAME_SHOWN)}`,
        }),
      }),
    );
  return modal({ callback: 'notice', title: 'Set health by hand', close: 'Close', blocks });
}
