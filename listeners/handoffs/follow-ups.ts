import type { ModalView } from '@slack/types';
import { confirmChange } from '../../src/handoffs/follow-ups/confirm-change.ts';
import type { FollowUpDetails } from '../../src/handoffs/follow-ups/details.ts';
import { FOLLOW_UPS } from '../../src/handoffs/follow-ups/follow-up-case.ts';
import { loadShownFollowUp } from '../../src/handoffs/follow-ups/load-follow-ups.ts';
import { FOLLOW_UP_NOT_FOUND, whyNotFollowUp } from '../../src/handoffs/follow-ups/rules.ts';
import { loadFollowUpScene } from '../../src/handoffs/follow-ups/scene.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { reviewDraftView } from '../../views/handoffs/brief/review-draft-view.ts';
import { type FollowUpActed, followUpActedMessage } from '../../views/handoffs/follow-ups/messages.ts';
import { readValue } from '../../views/kit/ids.ts';
import { type Answers, acting, nudgeClick, snoozeClick } from '../cases/clicks.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { ANSWERS as HANDOFF_ANSWERS } from './answers.ts';
import { drawSection } from './brief-steps.ts';
import { drawIntroduction } from './kickoff.ts';
import { amendScreen, storedScreen } from './screen.ts';

async function readFollowUp(visit: Visit, id: string): Promise<FollowUpDetails | Refusal> {
  const shown = await loadShownFollowUp(visit, readId(id), visit.me.id);
  return shown?.handoff.readable ? shown : FOLLOW_UP_NOT_FOUND;
}

const ANSWERS: Answers<FollowUpActed> = {
  async show(visit, id) {
    const followUp = await readFollowUp(visit, id);
    return isRefusal(followUp) ? followUp : HANDOFF_ANSWERS.show(visit, followUp.handoff.id);
  },
  async done(visit, id, acted) {
    const followUp = await readFollowUp(visit, id);
    return isRefusal(followUp) ? followUp : followUpActedMessage(acted, followUp);
  },
  undo: { action: '', name: () => '' },
};

/** *Introduce…* and *Answer…*: the window in which that is done. */
export const actOnFollowUp: ClickHandler = {
  opens: 'Follow up',
  async view(visit, { value }) {
    const followUp = await readFollowUp(visit, value);
    if (isRefusal(followUp)) return followUp;
    if (!followUp.isOpen) {
      const scene = await loadFollowUpScene(visit, followUp.id);
      return isRefusal(scene) ? scene : whyNotFollowUp(scene);
    }
    return followUp.step === 'answer'
      ? drawQuestion(visit, followUp)
      : drawIntroduction(visit, followUp.handoff.id);
  },
};

/** The part of the brief that asks for it, of a handoff that is out or has come back. */
async function drawQuestion(
  visit: Visit,
  { handoff, criterion }: FollowUpDetails,
): Promise<ModalView | Refusal> {
  const open = handoff.state === 'returned' ? storedScreen : amendScreen;
  const screen = await open(visit, handoff.id);
  if (isRefusal(screen)) return screen;
  const asked = screen.criteria.find(({ key }) => key === criterion);
  return asked ? drawSection(screen, asked.section, null) : reviewDraftView(screen);
}

export const confirmFollowUp: ClickHandler = {
  says(visit, click) {
    const { verb, rest } = readValue(click.value);
    const entryId = rest === '' ? undefined : readId(rest);
    return acting(ANSWERS, visit, click, verb, 'confirmed', (id) => confirmChange(visit, { id, entryId }));
  },
};

export const laterFollowUp = snoozeClick(FOLLOW_UPS, ANSWERS);
export const nudgeFollowUp = nudgeClick(FOLLOW_UPS, ANSWERS, { stays: false });
