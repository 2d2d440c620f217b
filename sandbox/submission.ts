// Submitting and closing modals.
import { answerField, answerKey, isEmptyAnswer, stateful } from './answers.ts';
import type { Core } from './core.ts';
import { sendInteraction } from './dispatch.ts';
import { asJson, trouble, whoAndWhere } from './interactions.ts';
import type { Placed, ViewBody } from './kit.ts';
import { closeModal, pushModal, replaceBody, STACK_LIMIT, viewPayload } from './modals.ts';
import { checkView } from './rules/view.ts';
import type { Person, View } from './state.ts';
import { newTrigger } from './triggers.ts';

/** What a person sees after pressing Submit. `errors`: by label, under the fields. */
export type Outcome =
  | { closed: true }
  | { errors: Record<string, string> }
  | { updated: true }
  | { pushed: true }
  | { trouble: string };

/** What Slack itself says under an empty field, without asking the app. */
export const REQUIRED = 'Please complete this required field.';

const CONNECTING = 'We had some trouble connecting. Try again?';

export async function submitView(core: Core, person: Person, view: View): Promise<Outcome> {
  view.errors.clear();
  for (const placed of stateful(view.body.blocks)) {
    const wrong = wrongAnswer(view, placed);
    if (wrong) view.errors.set(placed.block.block_id, wrong);
  }
  if (view.errors.size > 0) return { errors: errorsByLabel(view) };
  const ack = await sendInteraction(core, {
    type: 'view_submission',
    ...whoAndWhere(core, person),
    trigger_id: newTrigger(core, person.id, view.id),
    view: viewPayload(core, view),
    response_urls: [],
  });
  const why = trouble(core, `view_submission ${view.body.callback_id ?? ''}`, ack);
  if (why) return { trouble: CONNECTING };
  return applyAck(core, view, ack.body);
}

interface AckBody {
  response_action?: string;
  errors?: Record<string, string>;
  view?: ViewBody;
}

function applyAck(core: Core, view: View, body: string): Outcome {
  const answer = (body.trim() === '' ? {} : asJson(body)) as AckBody | undefined;
  const wrong =
    answer && typeof answer === 'object' ? wrongAck(core, view, answer) : 'the ack is no JSON object';
  if (wrong || !answer) {
    core.traffic.flag(`view_submission ${view.body.callback_id ?? ''}: ${wrong}`);
    return { trouble: CONNECTING };
  }
  const { world } = core;
  // Closed while the app was answering.
  if (!world.stacks.get(view.personId)?.includes(view.id)) return { closed: true };
  if (answer.response_action === 'errors') {
    for (const [blockId, text] of Object.entries(answer.errors ?? {})) view.errors.set(blockId, text);
    return { errors: errorsByLabel(view) };
  }
  if (answer.response_action === 'update' && answer.view) {
    replaceBody(world, view, answer.view);
    return { updated: true };
  }
  if (answer.response_action === 'push' && answer.view) {
    pushModal(world, view, answer.view);
    return { pushed: true };
  }
  closeModal(world, view, answer.response_action === 'clear');
  return { closed: true };
}

function wrongAck(core: Core, view: View, answer: AckBody): string | null {
  const { response_action: action } = answer;
  if (action === undefined || action === 'clear') return null;
  if (action === 'errors') {
    const keys = Object.keys(answer.errors ?? {});
    const inputs = view.body.blocks.filter((each) => each.type === 'input').map((each) => each.block_id);
    const stray = keys.find((key) => !inputs.includes(key) || !answer.errors?.[key]);
    return keys.length === 0
      ? 'errors without any'
      : stray
        ? `errors names ${stray}, no input with a text`
        : null;
  }
  if (action !== 'update' && action !== 'push') return `unknown response_action ${action}`;
  if (action === 'push' && (core.world.stacks.get(view.personId)?.length ?? 0) >= STACK_LIMIT)
    return 'push_limit_reached';
  const violations = checkView(answer.view, 'modal').map((each) => `${each.path} ${each.message}`);
  const externalId = answer.view?.external_id;
  const taken = [...core.world.views.values()].some(
    (each) => each.body.external_id === externalId && (action === 'push' || each !== view),
  );
  if (externalId && taken) violations.push('duplicate_external_id');
  return violations.length > 0 ? violations.join('; ') : null;
}

function errorsByLabel(view: View): Record<string, string> {
  const entries = [...view.errors].map(([blockId, text]) => {
    const block = view.body.blocks.find((each) => each.block_id === blockId);
    return [block?.label?.text ?? blockId, text];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** What Slack itself says under a field before it sends anything. Lengths in UTF-16 units, as everywhere here. */
function wrongAnswer(view: View, { block, element }: Placed): string | null {
  if (block.type !== 'input') return null;
  const given = view.answers.get(answerKey({ block, element }));
  if (!given || isEmptyAnswer(given)) return block.optional ? null : REQUIRED;
  const value = given[answerField(element.type) ?? 'value'];
  if (Array.isArray(value))
    return element.max_selected_items !== undefined && value.length > element.max_selected_items
      ? `Choose at most ${element.max_selected_items}.`
      : null;
  if (typeof value !== 'string') return null;
  if (element.type === 'number_input') {
    const number = Number(value);
    if (!/^-?\d+(\.\d+)?$/.test(value) || (!element.is_decimal_allowed && !Number.isInteger(number)))
      return 'Enter a number.';
    if (element.min_value !== undefined && number < Number(element.min_value))
      return `Enter ${element.min_value} or more.`;
    if (element.max_value !== undefined && number > Number(element.max_value))
      return `Enter ${element.max_value} or less.`;
  }
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return 'Enter an email address.';
  if (element.type === 'url_text_input' && !URL.canParse(value)) return 'Enter a web address.';
  const max = element.max_length ?? 3000;
  if (value.length > max) return `Enter ${max} characters or fewer.`;
  if (element.min_length !== undefined && value.length < element.min_length)
    return `Enter ${element.min_length} characters or more.`;
  return null;
}

/** Closes with the X or the close button: the view, or its stack when it asks for that. */
export async function closeView(core: Core, person: Person, view: View): Promise<void> {
  const whole = view.body.clear_on_close ?? false;
  const payload = viewPayload(core, view);
  closeModal(core.world, view, whole);
  if (!view.body.notify_on_close) return;
  const ack = await sendInteraction(core, {
    type: 'view_closed',
    ...whoAndWhere(core, person),
    view: payload,
    is_cleared: whole,
  });
  trouble(core, 'view_closed', ack);
}
