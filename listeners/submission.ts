import type { ModalView } from '@slack/types';
import { isRefusal } from '../src/platform/refusal.ts';
import { noticeView } from '../views/kit/blocks.ts';
import { validateView } from '../views/kit/validate.ts';
import { type Deps, digest, type Visit, visit, type Who, withinEdge } from './edge.ts';
import { redrawHome } from './home/publish-home.ts';
import { withWord } from './modal.ts';
import { type Field, readFields } from './payload-parts.ts';
import type { ShownView, SubmissionPayload } from './payloads.ts';
import { explain, UNCONFIRMED } from './trouble.ts';

export interface Submission {
  view: ShownView;
  fields: Map<string, Field>;
}

/** What becomes of a submitted modal. `errors` stand under the fields named by block_id. */
export type SubmissionAnswer = { errors: Record<string, string> } | { update: ModalView } | { close: true };

export type SubmissionHandler = (visit: Visit, submission: Submission) => Promise<SubmissionAnswer>;

/** As Slack takes it. */
export type SubmissionAck =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView }
  | { response_action: 'clear' };

/**
 * Runs one row of the submission table, and acks with its answer: a refusal shows in the modal. When the outcome
 * stays unknown the modal stays open and says so, and pressing the button again is the same request.
 */
export function frameSubmission(deps: Deps, handler: SubmissionHandler) {
  return async (
    { view }: SubmissionPayload,
    who: Who,
    ack: (answer: SubmissionAck) => Promise<void>,
  ): Promise<void> => {
    const submission = { view, fields: readFields(view.state.values) };
    const visiting = visit(deps, who, { ask: false });
    const work = (async (): Promise<SubmissionAnswer> => {
      const visited = await visiting;
      if (isRefusal(visited)) return stay(view, visited.message);
      return handler({ ...visited, request: pressOf(view) }, submission);
    })().catch((error: unknown): SubmissionAnswer => {
      const ids = { callback: view.callback_id, unconfirmed: true };
      return stay(view, explain(deps.log, error, 'a submission failed', ids).message);
    });
    const answer = shown(deps, view, await withinEdge(work, () => stay(view, UNCONFIRMED)));
    await ack(ackOf(answer));
    const isDone = 'close' in answer || ('update' in answer && !answer.update.submit);
    const visited = isDone ? await visiting : null;
    if (visited && !isRefusal(visited)) await redrawHome(visited);
  };
}

/** The same press of the same button on the same state, whatever Slack's hash is by now. */
function pressOf({ id, callback_id, private_metadata, state }: ShownView): string {
  return `${id}:${digest([callback_id, private_metadata, state.values])}`;
}

/** The modal as it is, with a line on top; where it has no room for one, under its first input. */
export function stay(view: ShownView, text: string): SubmissionAnswer {
  const said = withWord(view, text);
  if (said) return { update: said };
  const [first] = inputsOf(view);
  return first === undefined ? { update: noticeView('Baton', text) } : { errors: { [first]: text } };
}

/** The answer as Slack will take it: what was submitted may be done by now, and Slack must hear of it in any case. */
function shown(deps: Deps, view: ShownView, answer: SubmissionAnswer): SubmissionAnswer {
  if ('errors' in answer) {
    const inputs = inputsOf(view);
    const [lost] = Object.entries(answer.errors).filter(([id]) => !inputs.includes(id));
    return lost ? stay(view, lost[1]) : answer;
  }
  if ('close' in answer) return answer;
  try {
    validateView(answer.update);
    return answer;
  } catch (error) {
    const { message } = explain(deps.log, error, 'what comes after a submission cannot be shown', {
      callback: view.callback_id,
    });
    return {
      update: noticeView('Baton', `Baton has taken this, and cannot show what comes next. ${message}`),
    };
  }
}

function ackOf(answer: SubmissionAnswer): SubmissionAck {
  if ('errors' in answer) return { response_action: 'errors', errors: answer.errors };
  return 'update' in answer
    ? { response_action: 'update', view: answer.update }
    : { response_action: 'clear' };
}

const inputsOf = (view: ShownView): string[] =>
  view.blocks.flatMap(({ type, block_id }) => (type === 'input' && block_id ? [block_id] : []));
