import type { Button } from '@slack/types';
import type { RiskPicture } from '../../../src/risks/read/picture.ts';
import { dueText, overdueText } from '../../kit/dates.ts';
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
  const due = isLate ? overdueText(limitAt) : dueText(limitAt);
  switch (clock) {
    case 'claim':
      return {
        line: md`Please take it, or pass it on.${due}`,
        button: claimButton(picture, 'primary'),
      };
    case 'plan':
      return { line: md`Please plan the first step.${due}`, button: planButton(picture, 'primary') };
    case 'check_in':
      return { line: md`Please say how it goes.${due}`, button: checkInButton(picture, 'primary') };
    case null:
      return null;
  }
}
