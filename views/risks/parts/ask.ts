import type { Button } from '@slack/types';
import type { RiskPicture } from '../../../src/risks/picture.ts';
import { when } from '../../kit/dates.ts';
import { type Markup, md } from '../../kit/text.ts';
import { checkInButton, claimButton, planButton } from './buttons.ts';

export interface RiskAsk {
  /** What whoever owes the next step is asked to do, and until when. */
  line: Markup;
  button: Button;
}

/** Null when nobody owes anything. `isLate`: its limit has passed. */
export function askOf(picture: RiskPicture, isLate: boolean): RiskAsk | null {
  const { clock, limitAt } = picture;
  const by = limitAt && !isLate ? md` by ${when(limitAt)}` : md``;
  const due = limitAt && isLate ? md` It was due ${when(limitAt)}.` : md``;
  switch (clock) {
    case 'claim':
      return {
        line: md`Please take it${by}, or pass it on.${due}`,
        button: claimButton(picture, 'primary'),
      };
    case 'plan':
      return { line: md`Please plan the first step${by}.${due}`, button: planButton(picture, 'primary') };
    case 'check_in':
      return { line: md`Please say how it goes${by}.${due}`, button: checkInButton(picture, 'primary') };
    case null:
      return null;
  }
}
