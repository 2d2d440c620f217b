import { openHome } from '../interactions.ts';
import type { View } from '../state.ts';
import type { Operator } from './fields.ts';
import { type Form, formOn } from './form.ts';
import { readView } from './read-view.ts';
import { matches, NotYet, until } from './until.ts';

/** How long an older Home tab stays before it counts as what the app has to show. */
const SHOWN_BEFORE_MS = 1_500;

/** Opens the Home tab and waits for the app to publish it. */
export async function home(
  who: Operator,
  options: { text?: string | RegExp; timeoutMs?: number },
): Promise<Form> {
  const { core, person } = who;
  if (person.deleted) throw new Error(`${person.name} is deactivated`);
  const current = (): View | undefined => core.world.views.get(core.world.homes.get(person.id) ?? '');
  const before = current()?.hash;
  openHome(core, person);
  const opened = performance.now();
  await until(
    () => {
      const view = current();
      const fresh = view && (view.hash !== before || performance.now() - opened > SHOWN_BEFORE_MS);
      return fresh && matches(readView(who, view), options.text);
    },
    {
      what: `the Home tab of ${person.name}${options.text ? ` with ${options.text}` : ''}`,
      timeoutMs: options.timeoutMs ?? core.patienceMs,
      visible: () => {
        const view = current();
        return view ? readView(who, view) : '(nothing published)';
      },
    },
  );
  return formOn(who, () => {
    const view = current();
    if (!view) throw new NotYet('nothing published');
    return view;
  });
}
