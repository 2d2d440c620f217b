import { expect, test } from 'vitest';
import type { Handoff } from '../../src/handoffs/handoff.ts';
import {
  type CurrentTemplates,
  kindBetween,
  kindsBetween,
  lanesFrom,
  withKind,
} from '../../src/handoffs/kind-between.ts';
import { type HandoffKind, KINDS } from '../../src/handoffs/kinds.ts';
import type { Person } from '../../src/people/person.ts';

type Lanes = Person['teams'][number]['lane'][];

const person = (lanes: Lanes) => ({ teams: lanes.map((lane) => ({ lane })) }) as Person;

test.each<[Lanes, Lanes, string[]]>([
  [['sales'], ['cs'], ['sales_to_cs']],
  [['sales'], ['service'], ['sales_to_service']],
  [['service'], ['cs'], ['service_to_cs']],
  [['cs'], ['cs'], ['cs_account']],
  [['cs'], ['sales'], ['cs_to_sales']],
  [['sales'], ['cs', 'service'], ['sales_to_cs', 'sales_to_service']],
  [['sales', 'service'], ['cs'], ['sales_to_cs', 'service_to_cs']],
  [['cs', 'service'], ['service', 'sales'], ['cs_to_sales']],
  [['cs', 'sales'], ['sales'], ['cs_to_sales']],
  [
    ['cs', 'sales'],
    ['sales', 'cs'],
    ['sales_to_cs', 'cs_account', 'cs_to_sales'],
  ],
  [['sales'], ['sales'], []],
  [['service'], ['sales'], []],
  [['cs'], ['service'], []],
  [['cs'], [], ['sales_to_cs']],
  [[], ['sales'], ['sales_to_cs']],
  [[], [], ['sales_to_cs']],
])('from %j to %j it is one of %j', (from, to, kinds) => {
  expect(kindsBetween(person(from), person(to))).toEqual(kinds);
  expect(kindBetween(person(from), person(to))).toBe(kinds[0] ?? 'sales_to_cs');
});

test('without a receiver it is the common one', () => {
  expect(kindBetween(person(['cs']), undefined)).toBe('sales_to_cs');
});

test.each<[Lanes, string[]]>([
  [['sales'], ['cs', 'service']],
  [['service'], ['cs']],
  [['cs'], ['cs', 'sales']],
  [
    ['service', 'cs'],
    ['cs', 'sales'],
  ],
  [[], ['cs']],
])('whoever is in %j hands over to %j', (from, to) => {
  expect(lanesFrom(person(from))).toEqual(to);
});

const draft = (kind: HandoffKind): Handoff =>
  ({ ...KEPT, state: 'draft', kind, template: `${kind}@1` }) as Handoff;
const SHIPPED: CurrentTemplates = (kind) => KINDS[kind].template;
const KEPT = { senderId: 'sender', receiverId: 'receiver' };
const around = (from: Lanes, to: Lanes) =>
  new Map([
    ['sender', person(from)],
    ['receiver', person(to)],
  ]);

test('of several, what a draft is stays while it fits, and another is picked', () => {
  const both = around(['cs'], ['sales', 'cs']);
  expect(withKind(draft('cs_to_sales'), both, SHIPPED).kind).toBe('cs_to_sales');
  expect(withKind(draft('sales_to_cs'), both, SHIPPED).kind).toBe('cs_account');
  const picked = { kind: 'cs_to_sales', template: 'cs_to_sales@1' };
  expect(withKind(draft('cs_account'), both, SHIPPED, 'cs_to_sales')).toMatchObject(picked);
  expect(withKind(draft('cs_to_sales'), both, SHIPPED, 'sales_to_service').kind).toBe('cs_account');
  expect(withKind(draft('cs_to_sales'), around(['cs'], ['cs']), SHIPPED).kind).toBe('cs_account');
});

test('once handed over it stays what it is', () => {
  const sent: Handoff = { ...draft('cs_to_sales'), state: 'submitted' };
  expect(withKind(sent, around(['sales'], ['cs']), SHIPPED)).toBe(sent);
});
