import type { Template } from './template.ts';

/** A handoff keeps the id of the template it was written for; a changed template gets a new id. */
export const SALES_TO_CS: Template = {
  id: 'sales_to_cs@1',
  finish: { what: 'kickoff', held: 'Kickoff held', day: 'Kickoff date' },
  questions: [
    {
      key: 'contact',
      label: 'Main contact',
      hint: 'Who customer success calls first: name and role.',
      missing: 'Who should customer success call first?',
    },
    {
      key: 'why',
      label: 'Why they bought',
      hint: 'In the customer’s own words.',
      missing: 'Why did they buy, in their words?',
    },
    {
      key: 'outcome',
      label: 'First desired outcome',
      hint: 'What they want to achieve first.',
      missing: 'What do they want to achieve first?',
    },
    {
      key: 'promises',
      label: 'Promises outside the contract',
      hint: 'Write None if there were none.',
      missing: 'What was promised outside the contract? “None” is an answer.',
    },
  ],
  criteria: [
    { key: 'contact', label: 'Main contact', weight: 15, section: 'essentials' },
    { key: 'why', label: 'Why they bought', weight: 15, section: 'essentials' },
    { key: 'outcome', label: 'Desired outcome', weight: 15, section: 'essentials' },
    { key: 'promises', label: 'Promises outside the contract', weight: 10, section: 'essentials' },
    { key: 'champion', label: 'Champion', weight: 6, section: 'people' },
    { key: 'economic_buyer', label: 'Economic buyer', weight: 5, section: 'people' },
    { key: 'measure', label: 'How an outcome is measured', weight: 6, section: 'outcomes' },
    { key: 'commitments', label: 'Commitments one by one', weight: 5, section: 'commitments' },
    { key: 'risks', label: 'Risks and objections', weight: 5, section: 'concerns' },
    { key: 'not_sold', label: 'What was not sold', weight: 4, section: 'scope' },
    { key: 'technical', label: 'Technical needs', weight: 4, section: 'scope' },
    { key: 'already_told', label: 'Already told us', weight: 3, section: 'told' },
    { key: 'go_live', label: 'Go-live date', weight: 5, section: 'dates' },
    { key: 'links', label: 'Contract or recording link', weight: 2, section: 'dates' },
  ],
};

export const CS_TO_SALES: Template = {
  id: 'cs_to_sales@1',
  finish: { what: 'first call', held: 'First call held', day: 'Date of the call' },
  questions: [
    {
      key: 'contact',
      label: 'Main contact',
      hint: 'Who sales calls first: name and role.',
      missing: 'Who should sales call first?',
    },
    {
      key: 'outcome',
      label: 'What they want to achieve next',
      hint: 'In the customer’s own words.',
      missing: 'What do they want to achieve next, in their words?',
    },
    {
      key: 'why',
      label: 'The opportunity',
      hint: 'What would help them get there, and how much of it.',
      missing: 'What could they buy, and how much of it?',
    },
    {
      key: 'promises',
      label: 'Promises made so far',
      hint: 'What they were told about price, dates or scope. Write None if nothing was.',
      missing: 'What were they promised so far? “None” is an answer.',
    },
  ],
  criteria: [
    { key: 'contact', label: 'Main contact', weight: 15, section: 'essentials' },
    { key: 'outcome', label: 'What they want to achieve next', weight: 15, section: 'essentials' },
    { key: 'why', label: 'The opportunity', weight: 15, section: 'essentials' },
    { key: 'promises', label: 'Promises made so far', weight: 10, section: 'essentials' },
    { key: 'champion', label: 'Champion', weight: 6, section: 'people' },
    { key: 'economic_buyer', label: 'Economic buyer', weight: 10, section: 'people' },
    { key: 'measure', label: 'How an outcome is measured', weight: 6, section: 'outcomes' },
    { key: 'commitments', label: 'Commitments one by one', weight: 5, section: 'commitments' },
    { key: 'risks', label: 'Risks and objections', weight: 8, section: 'concerns' },
    { key: 'technical', label: 'Technical needs', weight: 4, section: 'scope' },
    { key: 'already_told', label: 'Already told us', weight: 4, section: 'told' },
    { key: 'links', label: 'Contract or recording link', weight: 2, section: 'dates' },
  ],
};

/** From one CSM to another, when a book is moved. */
export const CS_TO_CS: Template = {
  id: 'cs_to_cs@1',
  finish: { what: 'first call', held: 'First call held', day: 'Date of the call' },
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
      hint: 'What they’re working on now.',
      missing: 'What do they want to achieve now?',
    },
    {
      key: 'promises',
      label: 'Promises still open',
      hint: 'What they were told and are still waiting for. Write None if there’s nothing.',
      missing: 'What are they still waiting for? “None” is an answer.',
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
