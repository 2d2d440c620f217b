import type { HomeView, ModalView } from '@slack/types';
import type { Message } from '../../views/kit/blocks.ts';
import { validateMessage, validateView } from '../../views/kit/validate.ts';
import { checkMessage } from '../rules/message.ts';
import { checkView } from '../rules/view.ts';

/** Everything Slack, the sandbox and Baton itself would have against it; empty when it may go out. */
export function wrongWith(rendered: ModalView | HomeView | Message): string[] {
  const violations =
    'type' in rendered
      ? checkView(rendered, rendered.type)
      : [...checkMessage({ ...rendered }, 'post'), ...checkMessage({ ...rendered }, 'update')];
  const found = violations.map(({ path, message }) => `${path}: ${message}`);
  try {
    if ('type' in rendered) validateView(rendered);
    else validateMessage(rendered);
  } catch (error) {
    found.push(String(error));
  }
  return found;
}
