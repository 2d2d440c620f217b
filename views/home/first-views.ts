import type { KnownBlock, ModalView } from '@slack/types';
import { BriefSchema } from '../../src/handoffs/brief/brief.ts';
import { kindBetween } from '../../src/handoffs/kind-between.ts';
import { KINDS } from '../../src/handoffs/kinds.ts';
import type { Greeting } from '../../src/home/home.ts';
import type { Gap } from '../../src/home/setup.ts';
import { briefBlocks } from '../handoffs/brief/brief-blocks.ts';
import { actions, context, divider, header, section } from '../kit/blocks.ts';
import { button } from '../kit/elements.ts';
import { lines, md } from '../kit/text.ts';
import { saidView } from './frame.ts';
import { HOME_ACTIONS } from './ids.ts';
import { finishTitle, gapBlock } from './setup/setup-blocks.ts';

// What Home tells somebody once: what Baton does, and an admin what is left to set up.

/** To somebody new, who has nothing to do yet. */
export function welcomeBlocks(): KnownBlock[] {
  return [
    section(
      lines([
        md`*Welcome to Baton.* When you win a deal, hand the customer over here, with a brief the next team accepts.`,
        md`When an account slips, Baton finds someone to act. It does the reminding, so you don’t have to chase.`,
      ]),
    ),
    actions(
      'welcome',
      button({ action: HOME_ACTIONS.start, text: 'Start a handoff', style: 'primary' }),
      button({ action: HOME_ACTIONS.example, text: 'See an example' }),
      dismissButton('welcomed', 'Dismiss the welcome'),
    ),
  ];
}

/** To a new admin: the next step. There is at least one. */
export function finishBlocks(gaps: readonly [Gap, ...Gap[]]): KnownBlock[] {
  return [
    header(finishTitle(gaps)),
    gapBlock(gaps[0]),
    actions(
      'finish-setup',
      button({ action: HOME_ACTIONS.setup, text: 'See all steps', label: 'See all steps of setting up' }),
      dismissButton('shownSetup', 'Dismiss setting up'),
    ),
    divider(),
  ];
}

const dismissButton = (greeting: Greeting, label: string) =>
  button({ action: HOME_ACTIONS.dismiss, text: 'Dismiss', value: greeting, label });

/** That of a deal that was won. */
const KIND = kindBetween(undefined, undefined);
const SAMPLE = BriefSchema.parse({
  contact: 'Head of operations at Sample Foods',
  why: 'Three warehouses count stock in spreadsheets, and orders go out late. They want one view of stock.',
  outcomes: [
    { id: 'sample-1', text: 'Late orders halved in two quarters', measure: 'Late orders a month, 120 today' },
  ],
  promises: 'A training on site for each warehouse, before the first count.',
  people: [
    { id: 'sample-1', name: 'Head of operations', role: 'champion', note: 'Wants to show results by summer' },
    { id: 'sample-2', name: 'Head of finance', role: 'economic_buyer' },
  ],
  commitments: [
    { id: 'sample-1', text: 'Import of five years of orders', promisedBy: 'Sales', inContract: false },
  ],
  risks: 'The warehouse in the north has no one for the project yet.',
  alreadyTold: 'They explained their stock codes in two calls. The recording has it all.',
});

/** How a brief reads once it is there. */
export function exampleView(): ModalView {
  const { criteria } = KINDS[KIND].template;
  return saidView('Example brief', [
    section(md`*This is a sample.* Sample Foods is not a real customer, and nothing here is sent.`),
    divider(),
    ...briefBlocks({ kind: KIND, brief: SAMPLE, criteria }),
    context(md`The receiver accepts it or asks for more. Until then, the sender sees where it is.`),
  ]);
}
