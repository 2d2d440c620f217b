import { createHash } from 'node:crypto';
import type {
  AllMiddlewareArgs,
  BlockAction,
  BlockElementAction,
  RespondArguments,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewOutput,
  ViewSubmitAction,
} from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { failureOf } from '../src/platform/failure.ts';
import { isRefusal, type Refusal } from '../src/platform/refusal.ts';
import { loadingView } from '../views/handoffs/loading-view.ts';
import { refusalMessage } from '../views/handoffs/refusal-message.ts';
import { noteOf, saidView } from '../views/home/said-view.ts';
import { validateView } from '../views/kit/validate.ts';
import { noticeView, withBanner } from '../views/notice.ts';
import { type Deps, UNAVAILABLE, UNCONFIRMED, type Visit, visit, type Who, withinEdge } from './edge.ts';
import { type Field, readFields, type StateValues } from './fields.ts';
import { drawHome, redrawHome } from './home/publish-home.ts';

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

export interface Submission {
  view: ViewOutput;
  fields: Map<string, Field>;
}

/** A line for the person alone, or a message in place of the one they clicked. */
export type Say = { text: string; blocks?: KnownBlock[]; replace?: boolean };

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

/** What becomes of a submitted modal. `errors` stand under the fields named by block_id. */
export type SubmissionAnswer = { errors: Record<string, string> } | { update: ModalView } | { close: true };

export type SubmissionHandler = (visit: Visit, submission: Submission) => Promise<SubmissionAnswer>;

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

/** Opens a loading view, reads meanwhile, and shows what was read. `tell` is for when Slack will not open one. */
export async function openThen(
  deps: Deps,
  who: Who,
  triggerId: string,
  title: string,
  load: (visit: Visit) => Promise<ModalView | Refusal>,
  tell: (say: Say) => Promise<unknown>,
): Promise<void> {
  const opening = deps.slack.views
    .open({ trigger_id: triggerId, view: loadingView(title) })
    .catch(async (error) => {
      deps.log.warn({ ...failureOf(error) }, 'a modal could not be opened');
      await tell({ text: 'Slack did not open the window in time. Please try again.' });
      return null;
    });
  const loaded = visit(deps, who, { ask: true })
    .then((visited) => (isRefusal(visited) ? visited : load(visited)))
    .catch((error): Refusal => {
      deps.log.error({ ...failureOf(error) }, 'a modal could not be filled');
      return { refused: 'unavailable', message: UNAVAILABLE };
    });
  const [opened, answer] = await Promise.all([opening, loaded]);
  const id = opened?.view?.id;
  if (!id) return;
  const view = isRefusal(answer) ? noticeView(title, answer.message) : answer;
  // Filling a loading view twice does no harm; leaving it loading does.
  await updateView(deps, { id }, view)
    .catch(() => updateView(deps, { id }, view))
    .catch(async (error) => {
      deps.log.error({ ...failureOf(error) }, 'a modal could not be filled');
      await tell({ text: 'Slack did not take the window’s content. Please close it and try again.' });
    });
}

type SubmissionArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/**
 * Runs one row of the submission table, and acks with its answer: a refusal shows in the modal. When the outcome
 * stays unknown the modal stays open and says so, and pressing the button again is the same request.
 */
export function frameSubmission(deps: Deps, handler: SubmissionHandler) {
  return async ({ ack, body, view }: SubmissionArgs): Promise<void> => {
    const who: Who = { teamId: body.team?.id ?? '', userId: body.user.id, homeTeamId: body.user.team_id };
    const submission = { view, fields: readFields(view.state.values as StateValues) };
    const visiting = visit(deps, who, { ask: false });
    const work = (async (): Promise<SubmissionAnswer> => {
      const visited = await visiting;
      if (isRefusal(visited)) return stay(view, visited.message);
      return handler({ ...visited, request: requestOf(view) }, submission);
    })().catch((error): SubmissionAnswer => {
      deps.log.error({ callback: view.callback_id, ...failureOf(error) }, 'a submission failed');
      return stay(view, UNCONFIRMED);
    });
    const answer = await withinEdge(work, () => stay(view, UNCONFIRMED));
    if ('errors' in answer) await ack({ response_action: 'errors', errors: answer.errors });
    else if ('update' in answer) {
      validateView(answer.update);
      await ack({ response_action: 'update', view: answer.update });
    } else await ack({ response_action: 'clear' });
    const isDone = 'close' in answer || ('update' in answer && !answer.update.submit);
    const visited = isDone ? await visiting : null;
    if (visited && !isRefusal(visited)) await redrawHome(visited);
  };
}

/** The same press of the same button on the same state, whatever Slack's hash is by now. */
function requestOf(view: ViewOutput): string {
  const pressed = JSON.stringify([view.callback_id, view.private_metadata, view.state.values]);
  return `${view.id}:${createHash('sha256').update(pressed).digest('base64url')}`;
}

/** The modal as it is, with a line on top. */
export function stay(view: ViewOutput, text: string): SubmissionAnswer {
  return { update: again(view, withBanner(view.blocks as KnownBlock[], text)) };
}

function again(view: ViewOutput, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: view.callback_id,
    title: view.title,
    blocks,
    private_metadata: view.private_metadata,
    ...(view.submit ? { submit: view.submit } : {}),
    ...(view.close ? { close: view.close } : {}),
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

/**
 * What was drawn since the click stands, whatever step it shows, and a modal that was closed stays closed. What the
 * click changed is stored, and the next drawing shows it.
 */
async function updateView(deps: Deps, old: { id: string; hash?: string }, view: ModalView): Promise<void> {
  validateView(view);
  try {
    await deps.slack.views.update({ view_id: old.id, ...(old.hash ? { hash: old.hash } : {}), view });
  } catch (error) {
    const code = (error as { data?: { error?: string } }).data?.error;
    if (code !== 'hash_conflict' && code !== 'not_found') throw error;
  }
}

type Respond = (message: RespondArguments) => Promise<unknown>;

/** `thread`: where they clicked, so that they read the answer there. */
export async function tellInMessage(
  respond: Respond,
  { text, blocks, replace }: Say,
  thread?: string,
): Promise<void> {
  await respond({
    text,
    ...(thread ? { thread_ts: thread } : {}),
    ...(blocks ? { blocks } : {}),
    response_type: 'ephemeral',
    replace_original: replace ?? false,
  });
}

/** Answers a command with what only its sender reads; a refusal and a failure are said too. */
export async function answerCommand(
  deps: Deps,
  command: SlackCommandMiddlewareArgs['command'],
  tell: (say: Say) => Promise<void>,
  run: (visit: Visit) => Promise<Say | Refusal>,
): Promise<void> {
  try {
    const visited = await visit(deps, whoTyped(command), { ask: true });
    const said = isRefusal(visited) ? visited : await run(visited);
    await tell(isRefusal(said) ? refusalMessage(said.message) : said);
  } catch (error) {
    deps.log.error({ command: command.command, ...failureOf(error) }, 'a command failed');
    await tell({ text: UNAVAILABLE });
  }
}

export function whoTyped(command: SlackCommandMiddlewareArgs['command']): Who {
  return { teamId: command.team_id, userId: command.user_id };
}

export function whoPressed(shortcut: SlackShortcutMiddlewareArgs['shortcut']): Who {
  return { teamId: shortcut.team?.id ?? '', userId: shortcut.user.id, homeTeamId: shortcut.user.team_id };
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
