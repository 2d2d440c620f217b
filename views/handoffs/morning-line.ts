import type { Button } from '@slack/types';
import type { ShownHandoff } from '../../src/handoffs/read/picture.ts';
import { type HandoffRole, may } from '../../src/handoffs/rules/rights.ts';
import type { MorningLine, MorningPart } from '../cases/morning-message.ts';
import { section } from '../kit/blocks.ts';
import { lines, md } from '../kit/text.ts';
import { askOf } from './parts/ask.ts';
import { openButton, reassignButton } from './parts/buttons.ts';
import { shortTitle } from './parts/naming.ts';
import { stateLine } from './parts/state-line.ts';

export interface HandoffOfMorning {
  picture: ShownHandoff;
  isLate: boolean;
  /** Who the reader is towards it. */
  roles: readonly HandoffRole[];
}

/** The handoffs of somebody's morning. */
export function handoffsOfMorning(items: readonly HandoffOfMorning[], viewerId: string): MorningPart {
  return {
    nouns: ['handoff', 'handoffs'],
    command: '/handoff mine',
    lines: items.map((item) => lineOf(item, viewerId)),
  };
}

function lineOf(item: HandoffOfMorning, viewerId: string): MorningLine {
  const { picture, isLate } = item;
  const isOwn = picture.owes?.id === viewerId;
  const ask = isOwn ? askOf(picture) : null;
  const answer = ask?.buttons.at(-1);
  if (ask && answer)
    return { isOwn, isLate, block: section(lines([shortTitle(picture), ask.line]), { accessory: answer }) };
  const state = stateLine(picture, 'mention');
  const block = section(
    lines([shortTitle(picture), isLate ? md`Overdue. ${state}` : state]),
    mayPassOn(item) ? { accessory: reassignButton(picture) } : openAccessory(picture),
  );
  return { isOwn, isLate, block };
}

/** What was asked for is the sender's to answer: another receiver helps while it is out. A private one is not opened. */
function mayPassOn({ picture, roles }: HandoffOfMorning): boolean {
  const isOut = picture.state === 'submitted' || picture.state === 'acknowledged';
  return (isOut || !picture.readable) && may('propose_receiver', roles, picture.private);
}

const openAccessory = (picture: ShownHandoff): { accessory?: Button } =>
  picture.readable ? { accessory: openButton(picture) } : {};
