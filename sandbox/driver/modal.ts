import { renderText } from '../render-text.ts';
import { topView, type View } from '../state.ts';
import { closeView, type Outcome, submitView } from '../submission.ts';
import type { Operator } from './fields.ts';
import { type Form, formOn } from './form.ts';
import { readView } from './read-view.ts';
import { matches, until } from './until.ts';

/** A modal on a person's screen. It follows views.update; once closed or covered, it cannot be operated. */
export interface Modal extends Form {
  readonly title: string;
  readonly id: string;
  /** Presses Submit: see Outcome. */
  submit(): Promise<Outcome>;
  /** Closes it with its X. */
  close(): Promise<void>;
  /** Waits until this modal reads like that. */
  until(text: string | RegExp, options?: { timeoutMs?: number }): Promise<void>;
}

export interface WhichModal {
  title?: string | RegExp;
  text?: string | RegExp;
  timeoutMs?: number;
}

export async function waitForModal(who: Operator, which: WhichModal): Promise<Modal> {
  const found = await until(
    () => {
      const view = topView(who.core.world, who.person.id);
      const fits =
        view && matches(titleOf(who, view), which.title) && matches(readView(who, view), which.text);
      return fits ? view : undefined;
    },
    {
      what: `a modal of ${who.person.name}${which.title ? ` titled ${which.title}` : ''}${which.text ? ` with ${which.text}` : ''}`,
      timeoutMs: which.timeoutMs ?? who.core.patienceMs,
      visible: () => describeModal(who),
    },
  );
  return modalOn(who, found);
}

export function describeModal(who: Operator): string {
  const view = topView(who.core.world, who.person.id);
  return view ? readView(who, view) : '(no modal)';
}

const titleOf = (who: Operator, view: View): string =>
  renderText({ world: who.core.world, person: who.person }, view.body.title);

function modalOn(who: Operator, view: View): Modal {
  const top = (): View => {
    const now = topView(who.core.world, who.person.id);
    if (now === view) return view;
    throw new Error(`the modal ${titleOf(who, view)} is gone or covered. Visible:\n${describeModal(who)}`);
  };
  const form = formOn(who, top);
  return {
    ...form,
    // Reading is possible after it closed, too.
    text: () => readView(who, view),
    get title() {
      return titleOf(who, view);
    },
    id: view.id,
    submit: async () => {
      if (!top().body.submit) throw new Error(`nothing to submit in:\n${readView(who, view)}`);
      return submitView(who.core, who.person, view);
    },
    close: () => closeView(who.core, who.person, top()),
    until: async (text, { timeoutMs = who.core.patienceMs } = {}) => {
      await until(() => matches(readView(who, top()), text), {
        what: `the modal to read ${text}`,
        timeoutMs,
        visible: () => readView(who, view),
      });
    },
  };
}
