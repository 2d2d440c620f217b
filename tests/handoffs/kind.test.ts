import { expect, test } from 'vitest';
import { kindBetween } from '../../src/handoffs/kinds.ts';
import type { Person } from '../../src/people/person.ts';

type Lanes = Person['teams'][number]['lane'][];

const between = (from: Lanes, to: Lanes) => {
  const [sender, receiver] = [from, to].map(
    (lanes) => ({ teams: lanes.map((lane) => ({ lane })) }) as Person,
  );
  return kindBetween(sender, receiver);
};

test.each<[Lanes, Lanes, string]>([
  [['cs'], ['sales'], 'cs_to_sales'],
  [['cs', 'service'], ['service', 'sales'], 'cs_to_sales'],
  [['cs', 'sales'], ['sales'], 'cs_to_sales'],
  [['sales'], ['cs'], 'sales_to_cs'],
  [['cs'], ['cs'], 'sales_to_cs'],
  [['sales'], ['sales'], 'sales_to_cs'],
  [['service'], ['sales'], 'sales_to_cs'],
  [['cs'], [], 'sales_to_cs'],
  [[], ['sales'], 'sales_to_cs'],
  [['cs', 'sales'], ['sales', 'cs'], 'sales_to_cs'],
])('from %j to %j it is %s', (from, to, kind) => {
  expect(between(from, to)).toBe(kind);
});

test('without a receiver it is the common one', () => {
  expect(kindBetween({ teams: [{ lane: 'cs' }] } as Person, undefined)).toBe('sales_to_cs');
});
