import type { DealType } from '../../../prisma/generated/client.ts';
import { type AnswerKind, answerKind, type Required } from '../../../src/handoffs/brief/template.ts';
import type { HandoffKind } from '../../../src/handoffs/kinds.ts';
import type { ListedQuestion } from '../../../src/handoffs/questions/question-list.ts';
import { listed, type Markup, md } from '../../kit/text.ts';

/** Where the handoff goes, as admins tell them apart. */
export const KIND_NAMES: Record<HandoffKind, string> = {
  sales_to_cs: 'Sales to customer success',
  cs_to_sales: 'Expansion, to sales',
  sales_to_service: 'Sales to service',
  service_to_cs: 'Service to customer success',
  cs_account: 'One account, CSM to CSM',
  cs_to_cs: 'Accounts moved together, CSM to CSM',
};

export const ANSWER_NAMES: Record<AnswerKind, string> = {
  line: 'Short text',
  text: 'Long text',
  choice: 'One of a list',
  day: 'Date',
  yes_no: 'Yes or no',
};

export const DEAL_NAMES: Record<DealType, string> = {
  new: 'New deals',
  expansion: 'Expansions',
  renewal: 'Renewals',
  partner: 'Partner deals',
};

const FORMS: Readonly<Record<string, string>> = {
  outcome: 'Outcomes',
  measure: 'Outcomes',
  champion: 'People',
  economic_buyer: 'People',
  commitments: 'Commitments',
  risks: 'Three texts',
  links: 'Links',
};

/** How it is answered. */
export function answerName(question: ListedQuestion): string {
  return FORMS[question.key] ?? ANSWER_NAMES[answerKind(question)];
}

/** 'required for everyone'; null where it is not required at all. */
export function requiredText(required: Required): Markup | null {
  if (required === 'no_one') return null;
  if (required === 'everyone') return md`required`;
  const of = [...required.segments, ...required.dealTypes.map((type) => DEAL_NAMES[type])];
  return of.length > 0 ? md`required for ${listed(of)}` : null;
}
