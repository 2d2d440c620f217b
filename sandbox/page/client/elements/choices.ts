import { isMany } from '../../../answers.ts';
import { type Option, optionsOf, type Placed } from '../../../kit.ts';
import type { Reader } from '../text/reader.ts';
import { plainWords } from '../text/Words.tsx';

/** One thing to pick in a menu. */
export interface Choice {
  key: string;
  text: string;
  note?: string | undefined;
  group?: string | undefined;
  /** What the answer holds. */
  value: unknown;
}

export function optionChoice(option: Option, group?: string): Choice {
  return {
    key: option.value ?? plainWords(option.text),
    text: plainWords(option.text),
    note: option.description && plainWords(option.description),
    group,
    value: option,
  };
}

/** Everything a menu offers without asking the app. */
export function choicesOf({ element }: Placed, reader: Reader): Choice[] {
  if (element.type.endsWith('users_select'))
    return [...reader.people.values()]
      .filter((each) => !each.deleted)
      .map(({ id, realName, title }) => ({ key: id, text: realName, note: title || undefined, value: id }));
  if (element.type.endsWith('channels_select') || element.type.endsWith('conversations_select'))
    return [...reader.channels.values()]
      .filter((each) => each.kind !== 'im')
      .map(({ id, name }) => ({ key: id, text: `#${name}`, value: id }));
  const groups = (element.option_groups ?? []).flatMap((group) =>
    group.options.map((option) => optionChoice(option, plainWords(group.label))),
  );
  return [...optionsOf({ options: element.options ?? [] }).map((option) => optionChoice(option)), ...groups];
}

/** What is chosen, as it reads. */
export function chosenOf({ element }: Placed, held: unknown, reader: Reader): Choice[] {
  const all = isMany(element.type) ? (held as unknown[]) : [held];
  return all.filter(Boolean).map((each): Choice => {
    if (typeof each === 'object') return optionChoice(each as Option);
    const id = String(each);
    const name = reader.people.get(id)?.realName ?? reader.channels.get(id)?.name;
    return { key: id, text: name ?? id, value: id };
  });
}

export const fitting = (choices: Choice[], query: string): Choice[] => {
  const wanted = query.trim().toLowerCase();
  return choices.filter((each) => `${each.text} ${each.note ?? ''}`.toLowerCase().includes(wanted));
};
