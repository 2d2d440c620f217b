import type { ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import { contactSheet, DATA } from '../../sandbox/gallery/contact-sheet.ts';
import { readBlockId } from '../../views/kit/ids.ts';

/** Of its own questions a workspace says which are required. */
const views = contactSheet()
  .filter(({ name }) => !name.startsWith('own questions'))
  .flatMap((shown) => DATA.flatMap((data) => shown[data]?.view ?? []));
const modals = views.filter((view): view is ModalView => 'callback_id' in view);

/** Where leaving it empty works. All else is required, and Slack lets nothing through without it. */
const MAY_STAY_EMPTY: Record<string, string[]> = {
  deal_assign_form: ['owner'],
  handoff_section_form: [
    ...[
      'name',
      'role',
      'note',
      'text',
      'measure',
      'by',
      'promisedBy',
      'inContract',
      'due',
      'said',
      'answers',
    ],
    ...['risks', 'objections', 'competitors', 'notSold', 'technical', 'alreadyTold', 'notes'],
    ...['goLive', 'contractLink', 'recordingLink', 'deckLink', 'knownBy'],
  ],
  // One of them is needed, whichever it is.
  handoff_answer_form: ['gaps', 'gaps2', 'note'],
  // The note is needed at 3 and below, as its hint says.
  handoff_finish_form: ['again', 'note'],
  handoff_book_form: ['link'],
  risk_flag_form: ['urgent'],
  health_override_form: ['until'],
  account_share_form: ['note'],
  account_first_value_form: ['clear'],
  digest_subscription_form: ['channel'],
  home_book_parts_form: ['accounts'],
  home_book_preview_form: ['note'],
  home_preferences_form: ['receipts'],
  home_away_form: ['cover'],
  setup_team_form: ['lead', 'channel', 'members', 'clear'],
  setup_person_form: ['manager', 'cover', 'awayUntil', 'clear'],
  setup_setting_form: ['value', 'reset'],
  setup_question_form: ['hint', 'options', 'first', 'required', 'segments', 'dealTypes'],
};

test('Slack itself holds back every form that lacks what it needs', () => {
  const optional: Record<string, Set<string>> = {};
  for (const { callback_id: form = '', blocks } of modals)
    for (const block of blocks)
      if (block.type === 'input' && 'optional' in block && block.optional) {
        optional[form] ??= new Set();
        optional[form].add(readBlockId(block.block_id ?? '').field);
      }
  const found = Object.entries(optional).map(([form, fields]) => [form, [...fields].sort()]);
  const meant = Object.entries(MAY_STAY_EMPTY).map(([form, fields]) => [form, fields.toSorted()]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(meant));
});

test('days and deadlines are written in one way, and stay true when their time has passed', () => {
  const read = JSON.stringify(views);
  const day = /\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}/;
  expect(read.match(day)).toBeNull();
  expect(read.match(/.{30}\b(?:by|before) <!date.{40}/)).toBeNull();
  expect(read.match(/.{30} (?:has|have) until <!date(?!.*to acknowledge it\. If).{40}/)).toBeNull();
  const formats = new Set([...read.matchAll(/<!date\^\d+\^([^|]*)\|/g)].map(([, format]) => format));
  expect([...formats].sort()).toEqual([
    '{date_short_pretty}',
    '{date_short_pretty} at {time}',
    '{date_short}',
    // Within two minutes.
    '{time}',
  ]);
});
