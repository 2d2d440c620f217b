// Views: https://docs.slack.dev/reference/views

import {
  boolean,
  type Check,
  collect,
  isFields,
  object,
  oneOf,
  optional,
  string,
  type Violation,
} from './check.ts';
import { id, plainText } from './objects.ts';
import { checkBlocks } from './payload.ts';

export type { Violation } from './check.ts';

const BYTES = 250_000;
const anything: Check = () => {};

const common = {
  blocks: anything,
  callback_id: optional(id),
  external_id: optional(id),
  private_metadata: optional(string(3000)),
};

const VIEWS: Record<'modal' | 'home', Check> = {
  modal: object({
    ...common,
    type: oneOf('modal'),
    title: plainText(24),
    submit: optional(plainText(24)),
    close: optional(plainText(24)),
    clear_on_close: optional(boolean),
    notify_on_close: optional(boolean),
  }),
  home: object({ ...common, type: oneOf('home') }),
};

/** What Slack would refuse in a view of views.open, views.update, views.push (modal) or views.publish (home). */
export function checkView(view: unknown, surface: 'modal' | 'home'): Violation[] {
  return collect('invalid_arguments', (report) => {
    VIEWS[surface](view, '/view', report);
    if (!isFields(view)) return;
    const blocks = view['blocks'];
    if (blocks !== undefined) checkBlocks(blocks, '/view/blocks', surface, report);
    const hasInput =
      Array.isArray(blocks) && blocks.some((each) => isFields(each) && each['type'] === 'input');
    if (surface === 'modal' && hasInput && view['submit'] === undefined)
      report('/view', 'missing required field: submit, as there are input blocks');
    if (Buffer.byteLength(JSON.stringify(view)) > BYTES)
      report('/view', `must be less than ${BYTES + 1} bytes`, 'view_too_large');
  });
}
