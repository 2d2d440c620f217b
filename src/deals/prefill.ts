import type { Prisma } from '../../prisma/generated/client.ts';
import type { Answers } from '../handoffs/brief/sources.ts';
import { DEAL_ANSWERS, type Deal } from './deal.ts';

type Says = Pick<Deal, 'id' | 'amount' | 'currency' | 'termMonths' | 'products' | 'notes'> & {
  answers: unknown;
};

/** What the CRM says of a deal, as answers of a brief. What was sold has no question of its own: it was told already. */
export function filledFrom(deal: Says): Answers {
  const answers = DEAL_ANSWERS.read(deal.answers, deal.id) ?? {};
  const { amount, currency, termMonths, products, notes } = deal;
  const months = termMonths === 1 ? '1 month' : `${termMonths} months`;
  const told = [
    ...(products ? [`Sold: ${products}`] : []),
    ...(termMonths === null ? [] : [`Term: ${months}`]),
    ...(amount === null ? [] : [`Amount: ${[amountText(amount), currency].filter(Boolean).join(' ')}`]),
    ...(notes ? [notes] : []),
  ];
  return told.length > 0 ? { ...answers, alreadyTold: cut(told.join('\n')) } : answers;
}

const amountText = (amount: Prisma.Decimal): string => Number(amount.toString()).toLocaleString('en-US');

const MOST = 1_500;
const cut = (text: string): string => [...text].slice(0, MOST).join('').trim();
