import { createHash } from 'node:crypto';
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { failureOf } from '../src/platform/failure.ts';
import { isRefusal } from '../src/platform/refusal.ts';
import { validateView } from '../views/kit/validate.ts';
import { withBanner } from '../views/notice.ts';
import { type Deps, UNCONFIRMED, type Visit, visit, type Who, withinEdge } from './edge.ts';
import { type Field, readFields, type StateValues } from './fields.ts';
import { redrawHome } from './home/publish-home.ts';
import { again } from './modal.ts';

export interface Submission {
  view: ViewOutput;
  fields: Map<string, Field>;
}

/** What becomes of a submitted modal. `errors` stand under the fields named by block_id. */
export type SubmissionAnswer = { errors: Record<string, string> } | { update: ModalView } | { close: true };

export type SubmissionHandler = (visit: Visit, submission: Submission) => Promise<SubmissionAnswer>;

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
