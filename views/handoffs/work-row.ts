import { KINDS } from '../../src/handoffs/kinds.ts';
import { HANDOFF_FACTS, type HandoffFacts } from '../../src/handoffs/rules/owed.ts';
import type { Colleague, OwedItem } from '../../src/home/work.ts';
import { due, type RowWords, workRow } from '../home/parts/work-item.ts';
import { day, when } from '../kit/dates.ts';
import { type Markup, md, mention, plural } from '../kit/text.ts';
import { ACTIONS } from './ids.ts';

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
