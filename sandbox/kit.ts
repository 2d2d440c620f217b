// Block Kit as the sandbox handles it once the rules have let it in.
export interface Text {
  type: string;
  text: string;
}
export interface Option {
  text: Text;
  value?: string;
  description?: Text;
  url?: string;
}
export interface OptionGroup {
  label: Text;
  options: Option[];
}
interface Confirm {
  title: Text;
  text: Text;
  confirm: Text;
  deny: Text;
}
/** One of the two. */
export interface FileRef {
  id?: string;
  url?: string;
}
export interface Element {
  type: string;
  action_id?: string;
  text?: Text | string;
  value?: string;
  url?: string;
  style?: string;
  alt_text?: string;
  accessibility_label?: string;
  slack_file?: FileRef;
  placeholder?: Text;
  options?: Option[];
  option_groups?: OptionGroup[];
  confirm?: Confirm;
  min_query_length?: number;
  min_length?: number;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  is_decimal_allowed?: boolean;
  max_selected_items?: number;
  multiline?: boolean;
  dispatch_action_config?: { trigger_actions_on?: string[] };
  elements?: unknown[];
  [initial: `initial_${string}`]: unknown;
}
export interface Block {
  type: string;
  block_id?: string;
  text?: Text | string;
  fields?: Text[];
  elements?: Element[];
  element?: Element;
  accessory?: Element;
  label?: Text;
  hint?: Text;
  title?: Text;
  alt_text?: string;
  accessibility_label?: string;
  slack_file?: FileRef;
  optional?: boolean;
  dispatch_action?: boolean;
  rows?: unknown[][];
}
export interface ViewBody {
  type: 'modal' | 'home';
  blocks: Block[];
  title?: Text;
  submit?: Text;
  close?: Text;
  private_metadata?: string;
  callback_id?: string;
  external_id?: string;
  clear_on_close?: boolean;
  notify_on_close?: boolean;
}

export interface Placed {
  block: Block & { block_id: string };
  element: Element & { action_id: string };
}

const randomId = (): string => crypto.randomUUID().slice(0, 8);

/** A copy in which every block and every element has the id Slack gives to those that came without one. */
export function withIds(blocks: Block[]): Block[] {
  const named = (element: Element): Element =>
    element.type === 'image' || element.type === 'plain_text' || element.type === 'mrkdwn' || isRich(element)
      ? element
      : { ...element, action_id: element.action_id ?? randomId() };
  return blocks.map((block) => ({
    ...block,
    block_id: block.block_id ?? randomId(),
    ...(block.elements ? { elements: block.elements.map(named) } : {}),
    ...(block.element ? { element: named(block.element) } : {}),
    ...(block.accessory ? { accessory: named(block.accessory) } : {}),
  }));
}

const isRich = (element: Element): boolean =>
  element.type.startsWith('rich_text_') && element.type !== 'rich_text_input';

/** Everything a person can operate, in reading order. */
export function interactive(blocks: Block[]): Placed[] {
  return blocks.flatMap((block) =>
    [block.element, block.accessory, ...(block.elements ?? [])]
      .filter((each): each is Element & { action_id: string } => each?.action_id !== undefined)
      .map((element) => ({ block: block as Placed['block'], element })),
  );
}

export const optionsOf = (element: { options?: Option[]; option_groups?: OptionGroup[] }): Option[] => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options),
];

export const buttonText = (element: Element): string =>
  typeof element.text === 'string' ? element.text : (element.text?.text ?? '');
