import type { Share } from '../../src/health/calibration/estimates.ts';
import type { CalibrationNote } from '../../src/health/calibration/note.ts';
import { encodePlace, SETUP_ACTIONS } from '../home/setup/ids.ts';
import { actions, context, type Message, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { button } from '../kit/elements.ts';
import { percentOf } from '../kit/figures.ts';
import { bold, code, lines, listed, type Markup, md, plural } from '../kit/text.ts';

const LABEL_SHOWN = 40;

const HEADS: Record<CalibrationNote['says'], string> = {
  too_early: 'Too early to tell if health predicts who leaves',
  foretells: 'Health has predicted who leaves',
  nothing: 'Health hasn’t predicted who leaves so far',
  reversed: 'Healthy accounts have left more often than those at risk',
};

const TO_DO: Record<CalibrationNote['says'], string> = {
  too_early: 'close risks as lost or saved, and record each notice of leaving as a signal.',
  foretells: 'check that alerts are on in every segment.',
  nothing: 'send signals that say more, or change their weights. Don’t rely on bands alone.',
  reversed: 'check that signals are sent for the right accounts, and that high scores mean good health.',
};

/** To an admin after a quarter: how bands, cards and types of signals did, and what to do about it. */
export function calibrationMessage(note: CalibrationNote): Message {
  const { quarter, says } = note;
  const isEarly = says === 'too_early';
  const until = `up to ${quarter.slice(5)} ${quarter.slice(0, 4)}`;
  return message(md`${HEADS[says]}${isEarly ? `. ${missing(note)}` : `, ${until}.`}`, [
    section(
      lines([
        md`${bold(HEADS[says])}, ${until}.`,
        ...(isEarly ? [md`${missing(note)}`] : shareLines(note)),
        md`${bold('To do:')} ${TO_DO[says]}`,
      ]),
    ),
    context(
      md`${isEarly ? '' : 'An account counts once for each quarter. '}All figures: ${code('npm run baton -- health calibration')}`,
    ),
    actions(
      'calibration',
      button({
        action: SETUP_ACTIONS.open,
        text: 'Open health alerts',
        value: encodePlace({ screen: 'alerts', page: null, id: '' }),
      }),
    ),
  ]);
}

function missing({ left, needed, low, healthy, startsNeeded }: CalibrationNote): string {
  if (left < needed)
    return `${plural(left, 'customer has', 'customers have')} left so far, ${needed} are needed.`;
  const [few, state] = low.of < startsNeeded ? [low.of, 'at risk'] : [healthy.of, 'healthy'];
  return `Accounts began a quarter ${state} ${plural(few, 'time', 'times')}, ${startsNeeded} are needed.`;
}

function shareLines({ says, low, healthy, cards, carries }: CalibrationNote): Markup[] {
  const chance = says === 'nothing' ? ' The difference may be chance.' : '';
  const types = carries.map((label) => clip(label, LABEL_SHOWN));
  return [
    md`Of accounts that began a quarter at risk or critical, ${counted(low)} left within half a year; of healthy ones, ${counted(healthy)}.${chance}`,
    ...(cards.of > 0 ? [md`Of the cards about sliding accounts, ${counted(cards)} came true.`] : []),
    ...(types.length > 0 ? [md`Signals that fell before customers left: ${listed(types)}.`] : []),
  ];
}

/** '20% (24 of 120, likely 14–28%)' */
function counted(share: Share): string {
  const { met, of, from, to } = share;
  const likely = `${Math.round(from * 100)}–${Math.round(to * 100)}%`;
  return `${percentOf(share)} (${met.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}, likely ${likely})`;
}
