import type {
  AllMiddlewareArgs,
  BlockAction,
  BlockElementAction,
  SlackActionMiddlewareArgs,
  ViewOutput,
} from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { failureOf } from '../src/platform/failure.ts';
import { isRefusal, type Refusal } from '../src/platform/refusal.ts';
import { refusalMessage } from '../views/handoffs/refusal-message.ts';
import { noteOf, saidView } from '../views/home/said-view.ts';
import { withBanner } from '../views/notice.ts';
import { type Say, tellInMessage } from './answer.ts';
import { type Deps, UNAVAILABLE, type Visit, visit, type Who } from './edge.ts';
import { type Field, readFields, type StateValues } from './fields.ts';
import { drawHome, redrawHome } from './home/publish-home.ts';
import { again, openThen, updateView } from './modal.ts';

/** Something a person did, with what they chose. */
export interface Click {
  /** The button's value or the chosen option's; a user id or date for pickers. */
  value: string;
  /** The modal it happened in; null for a message and for Home. */
  view: ViewOutput | null;
  /** What stands in the inputs around it. */
  fields: Map<string, Field>;
  /** It happened in an answer that only this person sees, which nothing but this click's own answer can redraw. */
  ephemeral: boolean;
}

/** What a click leads to. Every kind acks first. */
export type ClickHandler =
  /** Opens a modal: a loading view at once, since a trigger lives three seconds, then what it shows. In a modal: draws it. */
  | { opens: string; view: (visit: Visit, click: Click) => Promise<ModalView | Refusal> }
  /** Draws the modal again; null leaves it. */
  | { redraws: (visit: Visit, click: Click) => Promise<ModalView | Refusal | null> }
  /** Answers, perhaps after changing something; the clicker alone reads it: on Home, above what is drawn again. */
  | { says: (visit: Visit, click: Click) => Promise<Say | Refusal> }
  /** On Home: changes something, and Home is drawn again, with what there is to say above it. */
  | { turns: (visit: Visit, click: Click) => Promise<Say | Refusal | null> };

type Action = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** Runs one row of the click table. */
export function frameClick(deps: Deps, handler: ClickHandler) {
  return async ({ ack, body, action, respond }: Action): Promise<void> => {
    await ack();
    const who = whoClicked(body);
    const home = body.view?.type === 'home' ? body.view : null;
    const click: Click = {
      value: chosenIn(action),
      view: home ? null : (body.view ?? null),
      fields: readFields((body.view?.state?.values ?? {}) as StateValues),
      ephemeral: body.container['is_ephemeral'] === true,
    };
    // Home has no place to answer in: what there is to say stands above it. In a modal it takes the modal's place.
    const tell = async (say: Say | null): Promise<void> => {
      if (home) return drawHome(deps, who, { note: say ? noteOf(say) : [], hash: home.hash });
      if (!say) return;
      if (!click.view) return tellInMessage(respond, say, threadOf(body));
      await updateView(deps, click.view, saidView(click.view.title.text, noteOf(say)));
    };
    // In a modal, what would open one is drawn in its place.
    if ('opens' in handler && !click.view) {
      return openThen(deps, who, body.trigger_id, handler.opens, (visit) => handler.view(visit, click), tell);
    }
    try {
      const visited = await visit(deps, who, { ask: true });
      if (isRefusal(visited)) return await showRefusal(deps, click.view, visited, tell);
      if ('redraws' in handler || 'opens' in handler) {
        const view = await ('redraws' in handler ? handler.redraws : handler.view)(visited, click);
        if (isRefusal(view)) return await showRefusal(deps, click.view, view, tell);
        if (view && click.view) await updateView(deps, click.view, view);
        return;
      }
      const said = await ('says' in handler ? handler.says(visited, click) : handler.turns(visited, click));
      if (isRefusal(said)) return await showRefusal(deps, click.view, said, tell);
      await tell(said);
      // The window may stand over Home, which shows what was changed.
      if (click.view) await redrawHome(visited);
    } catch (error) {
      deps.log.error({ action: action.action_id, ...failureOf(error) }, 'a click failed');
      await showRefusal(deps, click.view, { refused: 'unavailable', message: UNAVAILABLE }, tell);
    }
  };
}

async function showRefusal(
  deps: Deps,
  view: ViewOutput | null,
  refusal: Refusal,
  tell: (say: Say) => Promise<unknown>,
): Promise<void> {
  if (!view) {
    await tell(refusalMessage(refusal.message));
    return;
  }
  await updateView(deps, view, again(view, withBanner(view.blocks as KnownBlock[], refusal.message)));
}

function whoClicked(body: BlockAction): Who {
  return { teamId: body.team?.id ?? '', userId: body.user.id, homeTeamId: body.user.team_id };
}

/** The message they clicked is a reply in this thread. */
function threadOf({ container }: BlockAction): string | undefined {
  const thread: unknown = container['thread_ts'];
  return typeof thread === 'string' && thread !== container['message_ts'] ? thread : undefined;
}

function chosenIn(action: BlockElementAction): string {
  if ('selected_option' in action && action.selected_option) return action.selected_option.value ?? '';
  if ('selected_user' in action) return action.selected_user ?? '';
  if ('selected_date' in action) return action.selected_date ?? '';
  return 'value' in action ? (action.value ?? '') : '';
}
