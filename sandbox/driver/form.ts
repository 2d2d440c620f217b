// The part of the driver that modals and the Home tab share.
import { answerField } from '../answers.ts';
import { act, type Place } from '../interactions.ts';
import { buttonText, interactive, type Option, optionsOf, type Placed } from '../kit.ts';
import { renderText, unescapeText } from '../render-text.ts';
import type { View } from '../state.ts';
import { suggestions } from '../suggestions.ts';
import {
  buttonAt,
  choose,
  fieldAt,
  fill,
  labelsAt,
  menuAt,
  type Operator,
  optionNamed,
  press,
  put,
  readValue,
  setMoment,
} from './fields.ts';
import { readView } from './read-view.ts';
import { until } from './until.ts';

export interface Form {
  /** Everything a person reads: title, labels, what the fields hold or their placeholders, hints, errors, buttons. */
  text(): string;
  /** Labels of the fields, in order. */
  labels(): string[];
  buttons(): string[];
  /** What a field holds: text, option text, a person's real name, 'YYYY-MM-DD'; null when empty. */
  value(label: string): string | string[] | null;
  /** What a menu or group offers; external menus answer `search`. */
  options(label: string): string[];
  search(label: string, query: string): Promise<string[]>;
  /** Types text; `enter` presses Enter, which inputs with dispatch_action report. */
  fill(label: string, text: string, options?: { enter?: boolean }): Promise<void>;
  /** Option texts, people's or channels' names. External menus are typed `query` (default: the option). */
  choose(label: string, wanted: string | string[], options?: { query?: string }): Promise<void>;
  /** Empties a field. */
  clear(label: string): Promise<void>;
  /** 'YYYY-MM-DD'. */
  date(label: string, day: string): Promise<void>;
  /** 'HH:MM'. */
  time(label: string, at: string): Promise<void>;
  check(label: string, wanted: string | string[]): Promise<void>;
  uncheck(label: string, wanted: string | string[]): Promise<void>;
  /** Null when pressed; the question when the button asks first and `confirm` was not given. */
  clickButton(text: string | RegExp, options?: { confirm?: boolean }): Promise<string | null>;
  /** Chooses in an overflow or other menu by the option alone; with `beside`, in the menu beside that text. */
  pick(option: string, where?: { beside: string }): Promise<void>;
}

export function formOn(who: Operator, view: () => View): Form {
  const place = (): Place => ({ view: view() });
  const found = <T>(what: string, look: () => T): Promise<NonNullable<T>> =>
    until(look, { what, timeoutMs: who.core.patienceMs, visible: () => readView(who, view()) });
  const field = (label: string): Promise<Placed> =>
    found(`the field ${label}`, () => fieldAt(who, place(), label));
  const read = (option: Option) => renderText({ world: who.core.world, person: who.person }, option.text);
  const held = (placed: Placed): Option[] => {
    const answer = view().answers.get(`${placed.block.block_id}\n${placed.element.action_id}`);
    return ((answer?.[answerField(placed.element.type) ?? ''] ?? []) as Option[]).slice();
  };
  const list = (wanted: string | string[]): string[] => (Array.isArray(wanted) ? wanted : [wanted]);
  return {
    text: () => readView(who, view()),
    labels: () => labelsAt(who, place()),
    buttons: () =>
      interactive(view().body.blocks)
        .filter((each) => each.element.type === 'button')
        .map((each) => unescapeText(buttonText(each.element))),
    value: (label) => readValue(who, place(), fieldAt(who, place(), label)),
    options: (label) => optionsOf(fieldAt(who, place(), label).element).map(read),
    search: async (label, query) =>
      (await suggestions(who.core, who.person, place(), await field(label), query)).map(read),
    fill: async (label, text, { enter = false } = {}) => fill(who, place(), await field(label), text, enter),
    choose: async (label, wanted, { query } = {}) =>
      choose(who, place(), await field(label), list(wanted), query),
    clear: async (label) => {
      const placed = await field(label);
      await put(who, place(), placed, Array.isArray(readValue(who, place(), placed)) ? [] : null);
    },
    date: async (label, day) => setMoment(who, place(), await field(label), day),
    time: async (label, at) => setMoment(who, place(), await field(label), at),
    check: async (label, wanted) => {
      const placed = await field(label);
      // One of a group of radio buttons: the others give way.
      if (placed.element.type === 'radio_buttons') return choose(who, place(), placed, list(wanted));
      const more = list(wanted).map((each) => optionNamed(who, optionsOf(placed.element), each));
      const before = held(placed).filter((each) => !more.some((one) => one.value === each.value));
      await put(who, place(), placed, [...before, ...more]);
    },
    uncheck: async (label, wanted) => {
      const placed = await field(label);
      const less = list(wanted).map((each) => optionNamed(who, optionsOf(placed.element), each).value);
      await put(
        who,
        place(),
        placed,
        held(placed).filter((each) => !less.includes(each.value)),
      );
    },
    clickButton: async (text, { confirm = false } = {}) =>
      press(who, place(), await found(`the button ${text}`, () => buttonAt(place(), text)), confirm),
    pick: async (option, where) =>
      pickAt(who, place(), await found(`the option ${option}`, () => menuAt(place(), option, where?.beside))),
  };
}

/** Chooses an option of an overflow (reported) or of a menu (kept, and reported where Slack does). */
export async function pickAt(
  who: Operator,
  place: Place,
  { placed, option }: ReturnType<typeof menuAt>,
): Promise<void> {
  if (placed.element.type === 'overflow') return act(who.core, who.person, place, placed, option);
  return choose(who, place, placed, [renderText({ world: who.core.world, person: who.person }, option.text)]);
}
