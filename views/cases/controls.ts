import type { Button, InputBlock, Overflow } from '@slack/types';
import { input } from '../kit/blocks.ts';
import { button, option, overflow, textInput, userSelect } from '../kit/elements.ts';
import { blockId, VALUE } from '../kit/ids.ts';

type Drawn = { id: string; version: number };
type How = { spoken?: string };

/** Returns what makes buttons about cases of one kind. Screen readers hear which one a button is about. */
export function buttonsAbout<P extends Drawn>(titleOf: (drawn: P) => string) {
  return (action: string, text: string, { spoken = text }: How = {}) =>
    (drawn: P, style?: 'primary'): Button =>
      button({
        action,
        text,
        value: drawn.id,
        label: `${spoken}: ${titleOf(drawn)}`,
        ...(style && { style }),
      });
}

/** Returns the menu of what else can be done, with the words of these verbs. */
export function menuOf<Verb extends string>(action: string, texts: Record<Verb, string>) {
  return ({ id }: Drawn, verbs: readonly Verb[]): Overflow =>
    overflow(
      action,
      verbs.map((verb) => option(`${verb}:${id}`, texts[verb])),
    );
}

/** Puts reminders off, beside what else a menu can do. Messages of earlier versions offer four hours, too. */
export type SnoozeVerb = 'snooze:one_hour' | 'snooze:tomorrow';
export const SNOOZE_VERBS: Record<SnoozeVerb, string> = {
  'snooze:one_hour': 'Snooze 1 hour',
  'snooze:tomorrow': 'Snooze until tomorrow',
};

/** The version is in it, so that a menu chosen from stands open again after the change. */
export function actionsId({ id, version }: Drawn): string {
  return blockId('actions', `${id}:${version}`);
}

/** Returns the input for the reason; `hint` says who reads it. */
export function whyInput(hint: string, max: number): InputBlock {
  return input({
    id: 'reason',
    label: 'Reason',
    hint,
    element: textInput({ action: VALUE, multiline: true, max }),
  });
}

/** Returns the input for who gets it. */
export function takeoverInput(field: 'receiver' | 'owner'): InputBlock {
  return input({
    id: field,
    label: 'New owner',
    element: userSelect({ action: VALUE, placeholder: 'Pick a colleague' }),
  });
}
