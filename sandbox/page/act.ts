// What a person does on the page, as the sandbox takes it.
import { answer, answerField, answerKey, stateful } from '../answers.ts';
import { escapeMentions, runCommand } from '../command.ts';
import type { Core } from '../core.ts';
import { choose, fieldAt, fill, setMoment } from '../driver/fields.ts';
import { sayAs } from '../driver/say.ts';
import { canSee, visibleTo, writable } from '../driver/screen.ts';
import { act, answersAt, blocksAt, openHome, type Place, runShortcut, Trouble } from '../interactions.ts';
import { interactive, type Option, type Placed } from '../kit.ts';
import { type Channel, type Message, messagesIn, type Person, topView, type View } from '../state.ts';
import { closeView, submitView } from '../submission.ts';
import { suggestions } from '../suggestions.ts';
import type { Act, Spot, Suggest, Values } from './shapes.ts';
import type { Unread } from './unread.ts';

/** What this person cannot do, in words. */
export class NotAllowed extends Error {}

export async function perform(core: Core, unread: Unread, person: Person, wanted: Act): Promise<void> {
  switch (wanted.do) {
    case 'type':
      return typed(core, person, wanted);
    case 'act': {
      const place = placeAt(core, person, wanted.at);
      const placed = placedAt(place, wanted);
      keep(place, person, wanted.values);
      return act(core, person, place, placed, wanted.option);
    }
    case 'submit': {
      const view = viewOf(core, person, wanted.view);
      keep({ view }, person, wanted.values);
      const outcome = await submitView(core, person, view);
      if ('trouble' in outcome) throw new Trouble(outcome.trouble);
      return;
    }
    case 'close':
      return closeView(core, person, viewOf(core, person, wanted.view));
    case 'shortcut': {
      const message = wanted.message && messageOf(core, person, wanted.message);
      return runShortcut(core, person, wanted.callback, message);
    }
    case 'home':
      return openHome(core, person);
    case 'read': {
      const last = messagesIn(core.world, wanted.channel).filter(visibleTo(person)).at(-1);
      if (last) unread.read(person.id, wanted.channel, last.ts);
      return;
    }
    case 'fill':
      return filled(core, person, wanted.fields);
  }
}

export async function suggest(core: Core, person: Person, wanted: Suggest): Promise<Option[]> {
  const place = placeAt(core, person, wanted.at);
  const placed = placedAt(place, wanted);
  keep(place, person, wanted.values);
  return suggestions(core, person, place, placed, wanted.query);
}

async function typed(core: Core, person: Person, { channel: where, text, thread }: Act & { do: 'type' }) {
  const channel = placeToWrite(core, person, where);
  if (text.startsWith('/')) return runCommand(core, person, channel, text);
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  sayAs(core, person, escapeMentions(core, escaped), { in: where, ...(thread ? { thread } : {}) });
}

function placeToWrite(core: Core, person: Person, where: string): Channel {
  try {
    return writable(core, person, where);
  } catch (error) {
    throw new NotAllowed(error instanceof Error ? error.message : String(error));
  }
}

async function filled(core: Core, person: Person, fields: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(fields)) {
    // Reporting one field may change the view, so it is found anew for each.
    const view = topView(core.world, person.id);
    if (!view) throw new NotAllowed('There is no modal to fill in.');
    const placed = fieldAt({ core, person }, { view }, label);
    if (placed.element.type.endsWith('_select') || placed.element.type === 'radio_buttons')
      await choose({ core, person }, { view }, placed, [text]);
    else if (placed.element.type === 'datepicker') await setMoment({ core, person }, { view }, placed, text);
    else await fill({ core, person }, { view }, placed, text, false);
  }
}

function placeAt(core: Core, person: Person, at: Spot): Place {
  return 'view' in at ? { view: viewOf(core, person, at.view) } : { message: messageOf(core, person, at) };
}

function viewOf(core: Core, person: Person, id: string): View {
  const view = core.world.views.get(id);
  if (view?.personId !== person.id) throw new NotAllowed('This is not on your screen any more.');
  return view;
}

function messageOf(core: Core, person: Person, at: { channel: string; ts: string }): Message {
  const channel = core.world.channels.get(at.channel);
  const message =
    channel && canSee(channel, person)
      ? messagesIn(core.world, channel.id)
          .filter(visibleTo(person))
          .find(({ ts }) => ts === at.ts)
      : undefined;
  if (!message) throw new NotAllowed('This message is not there any more.');
  return message;
}

function placedAt(place: Place, { block, action }: { block: string; action: string }): Placed {
  const found = interactive(blocksAt(place)).find(
    (each) => each.block.block_id === block && each.element.action_id === action,
  );
  if (!found) throw new NotAllowed('This has changed meanwhile.');
  return found;
}

/** Takes over what stands in the fields of the page. */
function keep(place: Place, person: Person, values: Values): void {
  const answers = answersAt(place, person);
  for (const placed of stateful(blocksAt(place))) {
    const { block, element } = placed;
    const given = values[block.block_id]?.[element.action_id];
    const field = answerField(element.type);
    if (given && field && given.type === element.type)
      answers.set(answerKey(placed), answer(element.type, given[field]));
  }
}
