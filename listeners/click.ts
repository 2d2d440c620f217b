import type { ModalView } from '@slack/types';
import { isRefusal, type Refusal } from '../src/platform/refusal.ts';
import { own } from '../src/platform/text.ts';
import { noteOf, saidView } from '../views/home/frame.ts';
import { noticeView, refusalMessage } from '../views/kit/blocks.ts';
import { readValue } from '../views/kit/ids.ts';
import { type Say, type Tell, tellAt, tellInDm } from './answer.ts';
import { type Deps, digest, type Visit, visit, type Who, withinEdge } from './edge.ts';
import { drawHome, redrawHome } from './home/publish-home.ts';
import { openThen, updateView, withWord } from './modal.ts';
import { chosenIn, type Field, readFields } from './payload-parts.ts';
import type { ClickPayload, ShownView } from './payloads.ts';
import { explain, STILL } from './trouble.ts';

/** Something a person did, with what they chose. */
export interface Click {
  /** The button's value or the chosen option's; a user id or date for pickers. */
  value: string;
  /** The modal it happened in; null for a message and for Home. */
  view: ShownView | null;
  /** What stands in the inputs around it. */
  fields: Map<string, Field>;
  /** It happened in an answer that only this person sees, which nothing but this click's own answer can redraw. */
  ephemeral: boolean;
}

/**
 * What a click leads to. A window needs its trigger, which lives three seconds: it is acked first, and changes nothing.
 * Everything else is acked when it is done and told, so that a Baton that dies before has Slack warn whoever clicked.
 */
export type ClickHandler =
  /** Opens a modal: a loading view at once, then what it shows. In a modal: draws it. */
  | { opens: string; view: (visit: Visit, click: Click) => Promise<ModalView | Refusal> }
  /** Draws the modal again; null leaves it. */
  | { redraws: (visit: Visit, click: Click) => Promise<ModalView | Refusal | null> }
  /** Answers, perhaps after changing something; the clicker alone reads it: on Home, above what is drawn again. */
  | { says: (visit: Visit, click: Click) => Promise<Say | Refusal> }
  /** On Home: changes something, and Home is drawn again, with what there is to say above it. */
  | { turns: (visit: Visit, click: Click) => Promise<Say | Refusal | null> };

/** A menu of which some entries lead elsewhere than the others: by the word before the first colon of their value. */
export interface Menu {
  entries: Readonly<Record<string, ClickHandler>>;
  others: ClickHandler;
}

/** What came of it. */
type Outcome = { view: ModalView | null } | { said: Say | null } | Refusal;

type Ack = () => Promise<void>;
type Action = ClickPayload['actions'][number];

/** Runs one row of the click table. */
export function frameClick(deps: Deps, row: ClickHandler | Menu) {
  return async (payload: ClickPayload, action: Action, who: Who, ack: Ack): Promise<void> => {
    const { handler, click } = chosen(row, clickOf(payload, action));
    const tell = tellerOf(deps, payload, who);
    if ('opens' in handler && !click.view) {
      await ack();
      return openThen(
        deps,
        who,
        payload.trigger_id,
        handler.opens,
        (visit) => handler.view(visit, click),
        tell,
      );
    }
    let isDone = false;
    const done = run(deps, handler, who, click, pressOf(payload, action)).then(async (outcome) => {
      isDone = true;
      await show(deps, payload, who, outcome, tell);
    });
    await withinEdge(done, () => {
      // A word before the ack: from then on Slack warns of nothing.
      if (!isDone && !payload.view) void tell({ text: STILL });
    });
    await ack();
    await done;
  };
}

function chosen(row: ClickHandler | Menu, click: Click): { handler: ClickHandler; click: Click } {
  if (!('entries' in row)) return { handler: row, click };
  const { verb, rest } = readValue(click.value);
  const entry = own(row.entries, verb);
  return entry ? { handler: entry, click: { ...click, value: rest } } : { handler: row.others, click };
}

async function run(
  deps: Deps,
  handler: ClickHandler,
  who: Who,
  click: Click,
  request: string,
): Promise<Outcome> {
  try {
    const visited = await visit(deps, who, { ask: true });
    if (isRefusal(visited)) return visited;
    const visitor = { ...visited, request };
    if ('says' in handler || 'turns' in handler) {
      const said = await ('says' in handler ? handler.says(visitor, click) : handler.turns(visitor, click));
      return isRefusal(said) ? said : { said };
    }
    const view = await ('redraws' in handler ? handler.redraws : handler.view)(visitor, click);
    return isRefusal(view) ? view : { view };
  } catch (error) {
    return explain(deps.log, error, 'a click failed');
  }
}

/** Tells what came of it where it was clicked. Doing and telling fail apart: this never says that it was not done. */
async function show(
  deps: Deps,
  { view }: ClickPayload,
  who: Who,
  outcome: Outcome,
  tell: Tell,
): Promise<void> {
  try {
    if (view?.type === 'home') return await showOnHome(deps, view, who, outcome);
    if (isRefusal(outcome)) {
      if (!view) await tell(refusalMessage(outcome.message));
      else await updateView(deps, view, refusedIn(view, outcome.message));
    } else if ('view' in outcome) {
      if (view && outcome.view) await updateView(deps, view, outcome.view);
    } else if (!view) {
      if (outcome.said) await tell(outcome.said);
    } else {
      if (outcome.said) await updateView(deps, view, saidView(view.title.text, noteOf(outcome.said)));
      // The window may stand over Home, which shows what was changed.
      const visited = await visit(deps, who, { ask: false });
      if (!isRefusal(visited)) await redrawHome(visited);
    }
  } catch (error) {
    const { message } = explain(deps.log, error, 'what came of a click could not be shown');
    if (view) await updateView(deps, view, refusedIn(view, message)).catch(() => tell({ text: message }));
    else await tell({ text: message });
  }
}

/** Home has no place to answer in: what there is to say stands above it. */
async function showOnHome(deps: Deps, { hash }: ShownView, who: Who, outcome: Outcome): Promise<void> {
  const said = isRefusal(outcome) ? refusalMessage(outcome.message) : 'said' in outcome ? outcome.said : null;
  await drawHome(deps, who, { note: said ? noteOf(said) : [], hash });
}

const refusedIn = (view: ShownView, message: string): ModalView =>
  withWord(view, message) ?? noticeView('Baton', message);

function clickOf(payload: ClickPayload, action: Action): Click {
  const { view, container } = payload;
  return {
    value: chosenIn(action) ?? '',
    view: view?.type === 'home' ? null : (view ?? null),
    fields: readFields(view?.state.values ?? {}),
    ephemeral: container.is_ephemeral ?? false,
  };
}

/** In the message that was clicked, on Home above what is drawn again, and of a window in a DM. */
function tellerOf(deps: Deps, { response_url: url, container, view, user }: ClickPayload, who: Who): Tell {
  const { thread_ts: thread, message_ts: message } = container;
  if (url !== undefined) return tellAt(url, deps.log, thread !== message ? thread : undefined);
  return view?.type === 'home'
    ? (say) => drawHome(deps, who, { note: noteOf(say), hash: view.hash })
    : tellInDm(deps, user.id);
}

/** One press, however often it is delivered. */
function pressOf({ user, container, view }: ClickPayload, action: Action): string {
  const { action_id, action_ts } = action;
  return `click:${digest([user.id, view?.id, container.message_ts, action_id, action_ts, chosenIn(action)])}`;
}
