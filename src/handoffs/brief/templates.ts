import type { Template } from './template.ts';

/** A handoff keeps the id of the template it was written for; a changed template gets a new id. */
export const SALES_TO_CS: Template = {
  id: 'sales_to_cs@1',
  finish: { what: 'kickoff', many: 'kickoffs', held: 'Kickoff held', day: 'Kickoff date' },
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
  finish: { what: 'first call', many: 'first calls', held: 'First call held', day: 'Date of the call' },
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
  finish: { what: 'first call', many: 'first calls', held: 'First call held', day: 'Date of the call' },
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

/** Before customer success has them: who sets the product up is told what was sold, and by when it has to run. */
export const SALES_TO_SERVICE: Template = {
  id: 'sales_to_service@1',
  finish: { what: 'kickoff', many: 'kickoffs', held: 'Kickoff held', day: 'Kickoff date' },
  questions: [
    {
      key: 'contact',
      label: 'Main contact',
      hint: 'Who runs the project on their side: name and role.',
      missing: 'Who runs the project on their side?',
    },
    {
      key: 'why',
      label: 'Why they bought',
      hint: 'In the customer’s own words.',
      missing: 'Why did they buy, in their words?',
    },
    {
      key: 'outcome',
      label: 'What has to work first',
      hint: 'What they want to be able to do on the day they go live.',
      missing: 'What do they want to be able to do first?',
    },
    {
      key: 'promises',
      label: 'Promises outside the contract',
      hint: 'Dates, migrations, integrations, or training. Write None if there were none.',
      missing: 'What was promised outside the contract? “None” is an answer.',
    },
  ],
  criteria: [
    { key: 'contact', label: 'Main contact', weight: 15, section: 'essentials' },
    { key: 'why', label: 'Why they bought', weight: 10, section: 'essentials' },
    { key: 'outcome', label: 'What has to work first', weight: 15, section: 'essentials' },
    { key: 'promises', label: 'Promises outside the contract', weight: 12, section: 'essentials' },
    { key: 'technical', label: 'Technical needs', weight: 12, section: 'scope' },
    { key: 'go_live', label: 'Go-live date', weight: 10, section: 'dates' },
    { key: 'not_sold', label: 'What was not sold', weight: 6, section: 'scope' },
    { key: 'commitments', label: 'Commitments one by one', weight: 5, section: 'commitments' },
    { key: 'champion', label: 'Champion', weight: 5, section: 'people' },
    { key: 'risks', label: 'Risks and objections', weight: 4, section: 'concerns' },
    { key: 'already_told', label: 'Already told us', weight: 4, section: 'told' },
    { key: 'links', label: 'Contract or recording link', weight: 2, section: 'dates' },
  ],
};

/** It ends with the call that closes the onboarding: they may meet long before. */
export const SERVICE_TO_CS: Template = {
  id: 'service_to_cs@1',
  finish: {
    what: 'closing call',
    many: 'closing calls',
    held: 'Onboarding finished',
    day: 'Date it finished',
  },
  questions: [
    {
      key: 'contact',
      label: 'Main contact',
      hint: 'Who customer success calls first: name and role.',
      missing: 'Who should customer success call first?',
    },
    {
      key: 'open',
      label: 'What’s set up, and what’s still open',
      hint: 'What they use already, what isn’t done, and who is on it.',
      missing: 'What do they use already, and what’s still open?',
    },
    {
      key: 'outcome',
      label: 'What they want to achieve next',
      hint: 'In the customer’s own words.',
      missing: 'What do they want to achieve next, in their words?',
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
    { key: 'open', label: 'What’s set up, and what’s still open', weight: 18, section: 'essentials' },
    { key: 'outcome', label: 'What they want to achieve next', weight: 15, section: 'essentials' },
    { key: 'promises', label: 'Promises still open', weight: 12, section: 'essentials' },
    { key: 'champion', label: 'Champion', weight: 8, section: 'people' },
    { key: 'measure', label: 'How an outcome is measured', weight: 8, section: 'outcomes' },
    { key: 'risks', label: 'Risks and objections', weight: 8, section: 'concerns' },
    { key: 'technical', label: 'Technical needs', weight: 6, section: 'scope' },
    { key: 'already_told', label: 'Already told us', weight: 6, section: 'told' },
    { key: 'commitments', label: 'Commitments one by one', weight: 4, section: 'commitments' },
  ],
};

/** A single account that gets a new CSM: whoever had it knows how it is, and writes it down. */
export const CS_ACCOUNT: Template = {
  id: 'cs_account@1',
  finish: { what: 'first call', many: 'first calls', held: 'First call held', day: 'Date of the call' },
  questions: [
    {
      key: 'contact',
      label: 'Main contact',
      hint: 'Who the new CSM calls first: name and role.',
      missing: 'Who should the new CSM call first?',
    },
    {
      key: 'open',
      label: 'What’s going on now',
      hint: 'What’s being worked on, what’s late, and how they feel about it.',
      missing: 'What’s being worked on, and how do they feel about it?',
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
    { key: 'open', label: 'What’s going on now', weight: 18, section: 'essentials' },
    { key: 'outcome', label: 'What they want to achieve', weight: 12, section: 'essentials' },
    { key: 'promises', label: 'Promises still open', weight: 15, section: 'essentials' },
    { key: 'champion', label: 'Champion', weight: 10, section: 'people' },
    { key: 'economic_buyer', label: 'Economic buyer', weight: 6, section: 'people' },
    { key: 'risks', label: 'Risks and objections', weight: 8, section: 'concerns' },
    { key: 'measure', label: 'How an outcome is measured', weight: 6, section: 'outcomes' },
    { key: 'commitments', label: 'Commitments one by one', weight: 5, section: 'commitments' },
    { key: 'already_told', label: 'Already told us', weight: 5, section: 'told' },
  ],
};
