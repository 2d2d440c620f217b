// Finding and filling what a person can operate in a modal, a Home tab or a message.
import { type Answer, answer, answerField, answerKey, initialAnswer, isMany, stateful } from '../answers.ts';
import type { Core } from '../core.ts';
import { act, answersAt, blocksAt, type Place, Trouble } from '../interactions.ts';
import { buttonText, interactive, type Option, optionsOf, type Placed } from '../kit.ts';
import { renderText, unescapeText } from '../render-text.ts';
import { isGuest, type Person } from '../state.ts';
import { suggestions } from '../suggestions.ts';
import { NotYet } from './until.ts';

export interface Operator {
  core: Core;
  person: Person;
}

/** The names a person would call a field by: its label, the text beside it, its placeholder. */
function namesOf({ core, person }: Operator, { block, element }: Placed): string[] {
  const read = (text: Parameters<typeof renderText>[1]) => renderText({ world: core.world, person }, text);
  return [
    read(block.label),
    block.type === 'section' ? read(block.text) : '',
    read(element.placeholder),
  ].filter((each) => each !== '');
}

export const labelsAt = (who: Operator, place: Place): string[] =>
  stateful(blocksAt(place)).map((each) => namesOf(who, each)[0] ?? each.element.type);

/** The field with this label: exactly, else the only one that contains it. */
export function fieldAt(who: Operator, place: Place, label: string): Placed {
  const all = stateful(blocksAt(place));
  const exact = all.filter((each) => namesOf(who, each).includes(label));
  const near = all.filter((each) => namesOf(who, each).some((name) => name.includes(label)));
  const found = exact.length > 0 ? exact : near;
  if (found.length > 1) throw new Error(`${found.length} fields are called ${label}`);
  const [only] = found;
  if (!only) throw new NotYet(`no field ${label}; there are: ${labelsAt(who, place).join(' | ')}`);
  return only;
}

export function buttonAt(place: Place, wanted: string | RegExp): Placed {
  const all = interactive(blocksAt(place)).filter((each) => each.element.type === 'button');
  const name = (each: Placed) => unescapeText(buttonText(each.element));
  const is = (text: string) => (typeof wanted === 'string' ? text === wanted : wanted.test(text));
  // Where several read alike, what a screen reader says tells them apart.
  const found =
    all.find((each) => is(name(each))) ?? all.find((each) => is(each.element.accessibility_label ?? ''));
  if (!found) throw new NotYet(`no button ${wanted}; there are: ${all.map(name).join(' | ')}`);
  return found;
}

/** The menu (overflow, select or radio) that offers this option now, and the option; with `beside`, the one beside that text. */
export function menuAt(place: Place, wanted: string, beside?: string): { placed: Placed; option: Option } {
  for (const placed of interactive(blocksAt(place))) {
    const text = placed.block.text;
    const shown = typeof text === 'string' ? text : (text?.text ?? '');
    if (beside !== undefined && !unescapeText(shown).includes(beside)) continue;
    const option = optionsOf(placed.element).find((each) => unescapeText(each.text.text) === wanted);
    if (option) return { placed, option };
  }
  throw new NotYet(`no menu offers ${wanted}`);
}

export function given(who: Operator, place: Place, placed: Placed): Answer {
  return answersAt(place, who.person).get(answerKey(placed)) ?? initialAnswer(placed.element);
}

/** Puts a value into a field, and reports it to the app where Slack does that at once. */
export async function put(
  who: Operator,
  place: Place,
  placed: Placed,
  value: unknown,
  report = true,
): Promise<void> {
  answersAt(place, who.person).set(answerKey(placed), answer(placed.element.type, value));
  if (placed.block.type === 'input' && !placed.block.dispatch_action) return;
  if (report) await act(who.core, who.person, place, placed);
}

const TEXTS = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input'];

/** Types text. A dispatching input reports on Enter, or at each character when it asks for that. */
export async function fill(
  who: Operator,
  place: Place,
  placed: Placed,
  text: string,
  enter: boolean,
): Promise<void> {
  const { element } = placed;
  if (!TEXTS.includes(element.type)) throw new Error(`${element.type} takes no text`);
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const report =
    triggers.includes('on_character_entered') || (enter && triggers.includes('on_enter_pressed'));
  await put(who, place, placed, text === '' ? null : text, report);
}

/** Sets a date ('YYYY-MM-DD'), a time ('HH:MM') or both (seconds). */
export async function setMoment(who: Operator, place: Place, placed: Placed, value: string): Promise<void> {
  const { type } = placed.element;
  const shape = { datepicker: /^\d{4}-\d\d-\d\d$/, timepicker: /^\d\d:\d\d$/, datetimepicker: /^\d{10}$/ }[
    type
  ];
  if (!shape?.test(value)) throw new Error(`${type} does not take ${value}`);
  await put(who, place, placed, type === 'datetimepicker' ? Number(value) : value);
}

/** Chooses options by their text, people by name, channels by name. */
export async function choose(
  who: Operator,
  place: Place,
  placed: Placed,
  wanted: string[],
  query?: string,
): Promise<void> {
  const { element } = placed;
  const chosen: unknown[] = [];
  for (const each of wanted) chosen.push(await choice(who, place, placed, each, query));
  if (!isMany(element.type)) {
    if (chosen.length > 1) throw new Error(`${element.type} takes one option`);
    return put(who, place, placed, chosen[0] ?? null);
  }
  if (element.max_selected_items !== undefined && chosen.length > element.max_selected_items)
    throw new Error(`takes at most ${element.max_selected_items}`);
  await put(who, place, placed, chosen);
}

async function choice(
  who: Operator,
  place: Place,
  placed: Placed,
  wanted: string,
  query?: string,
): Promise<unknown> {
  const { element } = placed;
  if (element.type.endsWith('users_select')) return personNamed(who, wanted);
  if (element.type.endsWith('channels_select') || element.type.endsWith('conversations_select'))
    return channelNamed(who, wanted);
  const offered = element.type.endsWith('external_select')
    ? await suggestions(who.core, who.person, place, placed, query ?? wanted)
    : optionsOf(element);
  return optionNamed(who, offered, wanted);
}

export function optionNamed({ core, person }: Operator, offered: Option[], wanted: string): Option {
  const read = (option: Option) => renderText({ world: core.world, person }, option.text);
  const near = offered.filter((each) => read(each).includes(wanted));
  const found = offered.find((each) => read(each) === wanted) ?? (near.length === 1 ? near[0] : undefined);
  if (!found)
    throw new Trouble(`no one option ${wanted}; offered: ${offered.map(read).join(' | ') || '(none)'}`);
  return found;
}

/** A people menu lists everyone with an account in use, apps too. */
function personNamed({ core }: Operator, wanted: string): string {
  const name = wanted.replace(/^@/, '');
  const listed = [...core.world.people.values()].filter((each) => !each.deleted);
  const found = listed.find((each) => each.name === name || each.realName === name || each.id === name);
  if (!found)
    throw new Error(
      `the people menu does not list ${wanted}; it lists ${listed.map((each) => each.name).join(', ')}`,
    );
  return found.id;
}

function channelNamed({ core, person }: Operator, wanted: string): string {
  const name = wanted.replace(/^#/, '');
  const found = [...core.world.channels.values()].find(
    (each) =>
      (each.name === name || each.id === name) &&
      (each.members.has(person.id) || (each.kind === 'public' && !isGuest(person))),
  );
  if (!found) throw new Error(`the channel menu does not list ${wanted}`);
  return found.id;
}

/** What a field holds, as a person reads it: null when empty, a list where several can be chosen. */
export function readValue(who: Operator, place: Place, placed: Placed): string | string[] | null {
  const { core, person } = who;
  const held = given(who, place, placed);
  const value = held[answerField(held.type) ?? 'value'];
  const shown = (each: unknown): string => {
    if (typeof each === 'object' && each !== null)
      return renderText({ world: core.world, person }, (each as Option).text);
    const id = String(each);
    return core.world.people.get(id)?.realName ?? core.world.channels.get(id)?.name ?? id;
  };
  if (Array.isArray(value)) return value.map(shown);
  return value === null || value === undefined || value === '' ? null : shown(value);
}

/** Presses a button. One that asks first answers with its question unless `confirm` is given. */
export async function press(
  who: Operator,
  place: Place,
  placed: Placed,
  confirm: boolean,
): Promise<string | null> {
  const question = placed.element.confirm;
  if (question && !confirm) {
    const { title, text, confirm: yes, deny } = question;
    return [title, text, yes, deny]
      .map((each) => renderText({ world: who.core.world, person: who.person }, each))
      .join('\n');
  }
  await act(who.core, who.person, place, placed);
  return null;
}
