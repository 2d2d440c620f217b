import type { Template } from './template.ts';

/** From one CSM to another, when a book is moved. */
export const CS_TO_CS: Template = {
  id: 'cs_to_cs@1',
  finish: { held: 'First call held', day: 'Day of the call' },
  questions: [
    {
      key: 'contact',
      label: 'Main contact',
      hint: 'Who the new CSM calls first: name and role.',
      missing: 'Who should the new CSM call first?',
    },
    {
      key: 'why',
      label: 'Why they bought',
      hint: 'In the customer’s own words.',
      missing: 'Why did they buy, in their words?',
    },
    {
      key: 'outcome',
      label: 'What they want to achieve',
      hint: 'What they work on now.',
      missing: 'What do they want to achieve now?',
    },
    {
      key: 'promises',
      label: 'Promises still open',
      hint: 'What they were told and still wait for. Write None if there is nothing.',
      missing: 'What do they still wait for? “None” is an answer.',
    },
  ],
  criteria: [
    { key: 'contact', label: 'Main contact', weight: 15, section: 'essentials' },
    { key: 'why', label: 'Why they bought', weight: 15, section: 'essentials' },
    { key: 'outcome', label: 'What they want to achieve', weight: 15, section: 'essentials' },
    { key: 'promises', label: 'Promises still open', weight: 15, section: 'essentials' },
    { key: 'champion', label: 'Champion', weight: 10, section: 'people' },
    { key: 'measure', label: 'How an outcome is measured', weight: 8, section: 'outcomes' },
    { key: 'commitments', label: 'Commitments one by one', weight: 8, section: 'commitments' },
    { key: 'risks', label: 'Risks and objections', weight: 8, section: 'concerns' },
    { key: 'already_told', label: 'Already told us', weight: 6, section: 'told' },
  ],
};
