import type { RiskPicture } from '../../../src/risks/read/picture.ts';
import { withSnooze } from '../../cases/words.ts';
import { day, dueText, when } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import { type Naming, named } from '../../kit/naming.ts';
import { type Markup, md } from '../../kit/text.ts';
import { standingIn } from './naming.ts';

const ACTION_SHOWN = 200;
const ACTION_SHOWN_IN_A_LIST = 40;

/** Where the risk stands: who, and until when. */
export function stateLine(picture: RiskPicture, naming: Naming): Markup {
  return withSnooze(sentence(picture, naming, ACTION_SHOWN), picture.snoozedUntil);
}

/** The same where many stand below each other. */
export function shortStateLine(picture: RiskPicture): Markup {
  return withSnooze(sentence(picture, 'mention', ACTION_SHOWN_IN_A_LIST), picture.snoozedUntil);
}

function sentence(picture: RiskPicture, naming: Naming, most: number): Markup {
  const { state, owner, answers, limitAt, checkInOn } = picture;
  if (state === 'resolved') return resolvedLine(picture, naming);
  const due = dueText(limitAt);
  if (state === 'open') {
    const plan = planLine(picture, most);
    const before = plan ? md` Planned so far: ${plan}` : md`${planLost(picture)}`;
    if (!answers) return md`Nobody owns it yet. Whoever can, please take it.${due}${before}`;
    const who = named(answers, naming);
    return owner
      ? md`Waiting for ${who}${standingIn(picture, naming)} to take it.${due}${before}`
      : md`Nobody owns it yet. Waiting for ${who} to take it or find an owner.${due}${before}`;
  }
  const has = md`${owner ? named(owner, naming) : 'Somebody'} has it.`;
  if (checkInOn === null) return md`${has} The first step is not planned yet.${due}`;
  const plan = planLine(picture, most);
  return md`${has} ${plan ?? md`Check-in ${day(checkInOn)}.${planLost(picture)}`}`;
}

/** What stands there is no plan that anybody could follow. */
export function planLost({ isPlanLost }: Pick<RiskPicture, 'isPlanLost'>): string {
  return isPlanLost ? ' Its plan could not be read: please write it again.' : '';
}

/** 'First: Call the sponsor, due Dec 3, 2026. Check-in Dec 5, 2026.'; null where there is no plan that holds. */
export function planLine({ plan, checkInOn }: RiskPicture, most = ACTION_SHOWN): Markup | null {
  if (!plan || checkInOn === null) return null;
  return md`First: ${excerpt(plan.firstAction, most)}, due ${day(plan.dueOn)}. Check-in ${day(checkInOn)}.`;
}

function resolvedLine({ outcome, verdict, resolvedBy, resolvedAt }: RiskPicture, naming: Naming): Markup {
  const by = resolvedBy ? md` by ${named(resolvedBy, naming)}` : md``;
  const at = resolvedAt ? md`, ${when(resolvedAt)}` : md``;
  switch (outcome) {
    case 'saved':
      return md`Resolved as saved${by}${at}.`;
    case 'lost':
      return md`Resolved as lost${by}${at}.`;
    case 'not_a_risk': {
      const was = verdict === 'too_early' ? 'it was too early' : 'it was a false alarm';
      return md`Resolved as not a risk, ${was}${by ? md`, says${resolvedBy ? md` ${named(resolvedBy, naming)}` : md` somebody`}` : md``}${at}.`;
    }
    default:
      return md`Closed${at}: the score has recovered.`;
  }
}
