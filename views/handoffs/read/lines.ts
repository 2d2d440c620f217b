import type { Button } from '@slack/types';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { ShownHandoff } from '../../../src/handoffs/read/details.ts';
import { HANDOFF_FACTS, type HandoffFacts } from '../../../src/handoffs/rules/owed.ts';
import { type HandoffRole, may } from '../../../src/handoffs/rules/rights.ts';
import type { Colleague, OwedItem } from '../../../src/home/work.ts';
import type { MorningLine, MorningPart } from '../../cases/morning-message.ts';
import { due, type RowWords, workRow } from '../../home/parts/work-item.ts';
import { section } from '../../kit/blocks.ts';
import { day, when } from '../../kit/dates.ts';
import { lines, type Markup, md, mention, plural } from '../../kit/text.ts';
import { ACTIONS } from '../ids.ts';
import { askOf, openButton, reassignButton } from '../parts/buttons.ts';
import { shortTitle, stateLine } from '../parts/naming.ts';

/** A handoff among what waits. */
export const handoffRow = workRow(HANDOFF_FACTS, (item, facts, now): RowWords => {
  if (item.section === 'sent')
    return {
      said: [md`With ${named(item.other)}.${due(item, now)}`],
      button: { action: ACTIONS.open, text: 'Read the brief' },
    };
  return stepOf(item, facts, now);
});

function stepOf(item: OwedItem, { kind, gaps, acceptedAt, goLiveOn }: HandoffFacts, now: Date): RowWords {
  const { words, template } = KINDS[kind];
  const from = md`${words.from} ${named(item.other)}.`;
  switch (item.step) {
    case 'acknowledge':
      return {
        said: [md`${from} Please acknowledge it.${due(item, now)}`],
        button: { action: ACTIONS.acknowledge, text: 'Mine, deciding by tomorrow', style: 'primary' },
      };
    case 'decide':
      return {
        said: [md`${from} Please accept it or ask for more.${due(item, now)}`],
        button: { action: ACTIONS.review, text: 'Review', style: 'primary' },
      };
    case 'resubmit': {
      const more = gaps > 0 ? plural(gaps, 'more thing', 'more things') : 'more';
      return {
        said: [md`${named(item.other)} asks for ${more}. Please answer.${due(item, now)}`],
        button: { action: ACTIONS.fix, text: 'Fix and resubmit', style: 'primary' },
      };
    }
    default: {
      const at = acceptedAt ? md` Accepted ${when(new Date(acceptedAt))}.` : md``;
      return {
        said: [md`${from}${at}${goLiveOn ? ` Go-live ${day(goLiveOn)}.` : ''}`],
        button: { action: ACTIONS.finish, text: `${template.finish.held}…` },
      };
    }
  }
}

const named = (person: Colleague | null): Markup => (person ? mention(person.slackUserId) : md`somebody`);

export interface HandoffOfMorning {
  handoff: ShownHandoff;
  isLate: boolean;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

/** The handoffs of somebody's morning. */
export function handoffsOfMorning(items: readonly HandoffOfMorning[], viewerId: string): MorningPart {
  return {
    nouns: ['handoff', 'handoffs'],
    command: '/handoff mine',
    lines: items.map((item) => lineOf(item, viewerId)),
  };
}

function lineOf(item: HandoffOfMorning, viewerId: string): MorningLine {
  const { handoff, isLate } = item;
  const isOwn = handoff.owes?.id === viewerId;
  const ask = isOwn ? askOf(handoff) : null;
  const answer = ask?.buttons.at(-1);
  if (ask && answer)
    return { isOwn, isLate, block: section(lines([shortTitle(handoff), ask.line]), { accessory: answer }) };
  const state = stateLine(handoff, 'mention');
  const block = section(
    lines([shortTitle(handoff), isLate ? md`Overdue. ${state}` : state]),
    mayPassOn(item) ? { accessory: reassignButton(handoff) } : openAccessory(handoff),
  );
  return { isOwn, isLate, block };
}

/** What was asked for is the sender's to answer: another receiver helps while it is out. A private one is not opened. */
function mayPassOn({ handoff, roles }: HandoffOfMorning): boolean {
  const isOut = handoff.state === 'submitted' || handoff.state === 'acknowledged';
  return (isOut || !handoff.readable) && may('propose_receiver', roles, handoff.private);
}

const openAccessory = (handoff: ShownHandoff): { accessory?: Button } =>
  handoff.readable ? { accessory: openButton(handoff) } : {};
