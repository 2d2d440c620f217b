import { randomBytes } from 'node:crypto';
import { carryOver, stateValues } from './answers.ts';
import type { Core } from './core.ts';
import { type ViewBody, withIds } from './kit.ts';
import type { View, World } from './state.ts';

const freshHash = (world: World): string => `${world.clock.now()}.${randomBytes(4).toString('hex')}`;

const kept = (body: ViewBody): ViewBody => ({ ...body, blocks: withIds(body.blocks) });

/** A new view, not yet on anyone's screen. */
export function makeView(world: World, personId: string, body: ViewBody, previous: View | null): View {
  const id = world.nextId('V');
  const content = kept(body);
  const view: View = {
    id,
    personId,
    hash: freshHash(world),
    body: content,
    rootId: previous?.rootId ?? id,
    previousId: previous?.id ?? null,
    answers: carryOver(content.blocks, new Map()),
    errors: new Map(),
    changes: 0,
  };
  world.views.set(id, view);
  return view;
}

export function openModal(world: World, personId: string, body: ViewBody): View {
  for (const id of world.stacks.get(personId) ?? []) world.views.delete(id);
  const view = makeView(world, personId, body, null);
  world.stacks.set(personId, [view.id]);
  return view;
}

export const STACK_LIMIT = 3;

export function pushModal(world: World, below: View, body: ViewBody): View {
  const view = makeView(world, below.personId, body, below);
  world.stacks.get(below.personId)?.push(view.id);
  return view;
}

/** Replaces the content; what people typed stays where block_id and action_id stay. */
export function replaceBody(world: World, view: View, body: ViewBody): void {
  view.body = kept(body);
  view.answers = carryOver(view.body.blocks, view.answers);
  view.hash = freshHash(world);
  view.errors.clear();
  view.changes += 1;
}

/** Takes the view, or its whole stack, off the screen. */
export function closeModal(world: World, view: View, whole: boolean): void {
  const stack = world.stacks.get(view.personId) ?? [];
  const at = stack.indexOf(view.id);
  const gone = whole ? stack.splice(0) : at >= 0 ? stack.splice(at) : [];
  for (const id of gone) world.views.delete(id);
}

/** A view as the Web API and interactions show it. */
export function viewPayload(core: Core, view: View): Record<string, unknown> {
  const { team, app } = core.world;
  const { body } = view;
  return {
    id: view.id,
    team_id: team.id,
    type: body.type,
    blocks: body.blocks,
    private_metadata: body.private_metadata ?? '',
    callback_id: body.callback_id ?? '',
    external_id: body.external_id ?? '',
    state: { values: stateValues(body.blocks, view.answers) },
    hash: view.hash,
    title: body.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    submit: body.submit ?? null,
    close: body.close ?? null,
    clear_on_close: body.clear_on_close ?? false,
    notify_on_close: body.notify_on_close ?? false,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.id,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}
