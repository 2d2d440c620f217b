import { answerField, initialAnswer, isEmptyAnswer, isMany } from '../../sandbox/answers.ts';
import { put } from '../../sandbox/driver/fields.ts';
import { until } from '../../sandbox/driver/until.ts';
import { act, type Place } from '../../sandbox/interactions.ts';
import { interactive, type Option, optionsOf, type Placed } from '../../sandbox/kit.ts';
import { findPerson, messagesIn, type Person, topView, type View } from '../../sandbox/state.ts';
import { closeView, submitView } from '../../sandbox/submission.ts';
import { suggestions } from '../../sandbox/suggestions.ts';
import type { World } from '../support/baton.ts';

/** So many steps into one window, and then it is closed. */
const DEEPEST = 24;
/** On everybody's Home there is something else behind them. */
const TAB = /^home_(?:work|accounts|team|setup)$/;

/**
 * Somebody who presses everything they have not pressed yet, fills in what it opens and submits that: so every id that a
 * view writes comes back once as a person would send it.
 */
export function crawler(world: World) {
  const { core } = world.sandbox;
  const done = new Set<string>();

  /** Presses what this person sees, newest first, until nothing new is there. */
  async function presses(name: string): Promise<void> {
    const person = findPerson(core.world, name);
    for (let found = next(person); found; found = next(person)) {
      await operate(person, found.place, found.placed);
      await inWindow(person);
    }
  }

  function next(person: Person): { place: Place; placed: Placed } | undefined {
    const home = core.world.views.get(core.world.homes.get(person.id) ?? '');
    const places: Place[] = [
      ...(home ? [{ view: home }] : []),
      ...[...core.world.channels.values()]
        .filter(({ members }) => members.has(person.id))
        .flatMap(({ id }) => messagesIn(core.world, id))
        .filter(({ onlyFor }) => onlyFor === undefined || onlyFor === person.id)
        .map((message) => ({ message }))
        .reverse(),
    ];
    for (const place of places) {
      // On Home what stands on a tab before the next tab.
      const placed =
        'view' in place ? fresh(person, place.view.body.blocks, true) : fresh(person, place.message.blocks);
      if (placed) return { place, placed };
    }
    return undefined;
  }

  function fresh(
    person: Person,
    blocks: Parameters<typeof interactive>[0],
    lastFirst = false,
  ): Placed | undefined {
    const all = interactive(blocks);
    return (lastFirst ? all.reverse() : all).find((placed) => chosenAnew(person, placed) !== undefined);
  }

  /** What of it was not done before: its id, and for a menu each choice. */
  function chosenAnew(
    person: Person,
    { block, element }: Placed,
  ): { key: string; option?: Option } | undefined {
    const isOverflow = element.type === 'overflow';
    if (block.type === 'input' && !block.dispatch_action) return undefined;
    if (element.url !== undefined) return undefined;
    const key = keyOf(element.action_id, element.value) + (TAB.test(element.action_id) ? person.name : '');
    if (!isOverflow) return done.has(key) ? undefined : { key };
    const option = optionsOf(element).find(({ value }) => !done.has(keyOf(element.action_id, value)));
    return option && { key: keyOf(element.action_id, option.value), option };
  }

  async function operate(person: Person, place: Place, placed: Placed): Promise<void> {
    const anew = chosenAnew(person, placed);
    if (!anew) return;
    done.add(anew.key);
    if (placed.element.type === 'button' || placed.element.type === 'overflow')
      await act(core, person, place, placed, anew.option);
    else await choose(person, place, placed);
    await quiet(person);
  }

  async function choose(person: Person, place: Place, placed: Placed): Promise<void> {
    const value = await something(person, place, placed);
    if (value !== undefined) await put({ core, person }, place, placed, value);
  }

  /** Operates what is new in the window that stands there, fills it in and submits it, as far as it goes. */
  async function inWindow(person: Person): Promise<void> {
    for (let step = 0; step < DEEPEST; step++) {
      const view = topView(core.world, person.id);
      if (!view) return;
      const placed = fresh(person, view.body.blocks);
      const leads = placed && /_(?:back|go|next|previous|pick)$/.test(placed.element.action_id);
      if (placed && !leads) await operate(person, { view }, placed);
      else if (view.body.submit && !done.has(submitKey(view))) await submit(person, view);
      else if (placed) await operate(person, { view }, placed);
      else break;
    }
    const view = topView(core.world, person.id);
    if (view) await closeView(core, person, view);
  }

  async function submit(person: Person, view: View): Promise<void> {
    for (const placed of interactive(view.body.blocks)) {
      const given = view.answers.get(`${placed.block.block_id}\n${placed.element.action_id}`);
      if (placed.block.type !== 'input' || (given && !isEmptyAnswer(given))) continue;
      await choose(person, { view }, placed);
      await quiet(person);
    }
    const outcome = await submitView(core, person, view);
    // What it refuses it is asked again elsewhere, with other things in it.
    if ('errors' in outcome) await closeView(core, person, view);
    else done.add(submitKey(view));
    await quiet(person);
  }

  /** Something that fits into a field. */
  async function something(person: Person, place: Place, placed: Placed): Promise<unknown> {
    const { element } = placed;
    const many = isMany(element.type);
    const held = initialAnswer(element)[answerField(element.type) ?? 'value'];
    if (held !== null && held !== undefined && !many) return held;
    if (element.type.endsWith('users_select')) {
      const { id } = findPerson(core.world, 'csm.newyork');
      return many ? [id] : id;
    }
    if (/(?:channels|conversations)_select/.test(element.type))
      return world.sandbox.channel('customer-success').id;
    if (element.type === 'datepicker')
      return new Date(core.world.clock.now() + 4 * 86_400_000).toISOString().slice(0, 10);
    if (element.type === 'number_input') return '3';
    const { label } = placed.block as { label?: { text: string } };
    if (/link/i.test(label?.text ?? '')) return 'https://sample.example/link';
    if (answerField(element.type) === 'value') return 'Sample words';
    const [first] = element.type.endsWith('external_select')
      ? await suggestions(core, person, place, placed, 'Sample')
      : optionsOf(element);
    return first && (many ? [first] : first);
  }

  /** Until what was opened or drawn has come: nothing stands there that says it is loading. */
  async function quiet(person: Person): Promise<void> {
    let hash = '';
    let since = performance.now();
    await until(
      () => {
        const view = topView(core.world, person.id);
        const home = core.world.views.get(core.world.homes.get(person.id) ?? '');
        const now = `${view?.hash} ${home?.hash} ${view?.body.callback_id}`;
        if (now !== hash || view?.body.callback_id === 'handoff_loading') {
          [hash, since] = [now, performance.now()];
          return false;
        }
        return performance.now() - since > 40;
      },
      { what: 'a window to be filled', timeoutMs: 10_000, visible: () => '' },
    );
  }

  return {
    presses,
    inWindow: (name: string) =>
      quiet(findPerson(core.world, name)).then(() => inWindow(findPerson(core.world, name))),
  };
}

/** What a value says but for which of its kind it is about: `reassign`, `setting`, `people`. */
const keyOf = (actionId: string, value = ''): string =>
  `${actionId} ${/^[a-z_]{2,}\b/.exec(value)?.[0] ?? ''}`;
const submitKey = (view: View): string => `submit ${view.body.callback_id}`;
