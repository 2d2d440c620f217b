import type { Core } from '../core.ts';
import { checkFiles } from '../files.ts';
import type { ViewBody } from '../kit.ts';
import { makeView, openModal, pushModal, replaceBody, STACK_LIMIT, viewPayload } from '../modals.ts';
import { checkView } from '../rules/view.ts';
import type { Trigger, View } from '../state.ts';
import { TRIGGER_MS } from '../triggers.ts';
import { type Args, fail, type Handler, refuseViolations, text } from './call.ts';

function viewArgument(core: Core, args: Args, type: 'modal' | 'home', replaces?: View): ViewBody {
  refuseViolations(checkView(args['view'], type));
  const body = args['view'] as ViewBody;
  refuseViolations(checkFiles(core, body.blocks, 'invalid_arguments'));
  const { external_id: externalId } = body;
  if (externalId)
    for (const view of core.world.views.values())
      if (view !== replaces && view.body.external_id === externalId) fail('duplicate_external_id');
  return body;
}

/** Spends the trigger: it lives 3 seconds and is good for one view. */
function spend(core: Core, args: Args): Trigger {
  const trigger = core.world.triggers.get(text(args, 'trigger_id') ?? '') ?? fail('invalid_trigger_id');
  if (trigger.used) fail('exchanged_trigger_id');
  if (core.world.clock.now() - trigger.at > TRIGGER_MS) fail('expired_trigger_id');
  return trigger;
}

const open: Handler = (core, args) => {
  const body = viewArgument(core, args, 'modal');
  const trigger = spend(core, args);
  trigger.used = true;
  if (trigger.viewId !== null)
    core.traffic.flag('views.open from inside a modal: views.push or views.update is meant');
  return { view: viewPayload(core, openModal(core.world, trigger.personId, body)) };
};

const push: Handler = (core, args) => {
  const body = viewArgument(core, args, 'modal');
  const trigger = spend(core, args);
  const stack = core.world.stacks.get(trigger.personId) ?? [];
  const below = core.world.views.get(stack.at(-1) ?? '');
  if (!below || trigger.viewId === null) return fail('not_found');
  if (stack.length >= STACK_LIMIT) fail('push_limit_reached');
  trigger.used = true;
  return { view: viewPayload(core, pushModal(core.world, below, body)) };
};

const update: Handler = (core, args) => {
  const wanted = text(args, 'view_id');
  const externalId = text(args, 'external_id');
  const view =
    wanted !== undefined
      ? core.world.views.get(wanted)
      : [...core.world.views.values()].find((each) => each.body.external_id === externalId);
  if (!view) return fail('not_found');
  const body = viewArgument(core, args, view.body.type, view);
  const hash = text(args, 'hash');
  if (hash !== undefined && hash !== view.hash) fail('hash_conflict', { view: viewPayload(core, view) });
  replaceBody(core.world, view, body);
  return { view: viewPayload(core, view) };
};

const publish: Handler = (core, args) => {
  const person = core.world.people.get(text(args, 'user_id') ?? '');
  if (!person || person.isBot) return fail('invalid_arguments', messages('invalid `user_id`'));
  const current = core.world.views.get(core.world.homes.get(person.id) ?? '');
  const body = viewArgument(core, args, 'home', current);
  const hash = text(args, 'hash');
  if (hash !== undefined && hash !== current?.hash)
    fail('hash_conflict', current ? { view: viewPayload(core, current) } : {});
  if (current) {
    replaceBody(core.world, current, body);
    return { view: viewPayload(core, current) };
  }
  const view = makeView(core.world, person.id, body, null);
  core.world.homes.set(person.id, view.id);
  return { view: viewPayload(core, view) };
};

const messages = (text: string) => ({ response_metadata: { messages: [`[ERROR] ${text}`] } });

export const views: Record<string, Handler> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
