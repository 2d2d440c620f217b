import type {
  ActionsBlock,
  ActionsBlockElement,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  HomeView,
  ImageBlock,
  InputBlock,
  InputBlockElement,
  KnownBlock,
  ModalView,
  SectionBlock,
  SectionBlockAccessory,
} from '@slack/types';
import { button } from './elements.ts';
import { LIMITS } from './limits.ts';
import { bold, type Markup, md, messageText, mrkdwn, plain } from './text.ts';

const named = (id: string | undefined) => (id === undefined ? {} : { block_id: id });

export function section(
  text: Markup,
  extra: { accessory?: SectionBlockAccessory; id?: string } = {},
): SectionBlock {
  return {
    type: 'section',
    ...named(extra.id),
    text: mrkdwn(text, LIMITS.sectionText),
    ...(extra.accessory && { accessory: extra.accessory }),
  };
}

/** Short facts in two columns, at most ten. */
export function fields(items: Markup[], id?: string): SectionBlock {
  return { type: 'section', ...named(id), fields: items.map((item) => mrkdwn(item, LIMITS.fieldText)) };
}

export function header(text: string, id?: string): HeaderBlock {
  return { type: 'header', ...named(id), text: plain(text, LIMITS.headerText) };
}

export function context(...items: Markup[]): ContextBlock {
  return { type: 'context', elements: items.map((item) => mrkdwn(item, LIMITS.contextText)) };
}

export const divider = (): DividerBlock => ({ type: 'divider' });

export function actions(id: string, ...elements: ActionsBlockElement[]): ActionsBlock {
  return { type: 'actions', block_id: id, elements };
}

/** Required, which Slack itself sees to, unless leaving it empty works. What comes in is checked all the same. */
export function input(options: {
  id: string;
  label: string;
  element: InputBlockElement;
  hint?: string;
  optional?: boolean;
  /** Tells Baton of each change, without waiting for the submission. */
  dispatch?: boolean;
}): InputBlock {
  return {
    type: 'input',
    block_id: options.id,
    label: plain(options.label, LIMITS.label),
    element: options.element,
    ...(options.hint !== undefined && { hint: plain(options.hint, LIMITS.hint) }),
    ...(options.optional && { optional: true }),
    ...(options.dispatch && { dispatch_action: true }),
  };
}

/** A picture that was uploaded to Slack. `alt` says in words what it shows. */
export function image(fileId: string, alt: string, id?: string): ImageBlock {
  return {
    type: 'image',
    ...named(id),
    slack_file: { id: fileId },
    alt_text: plain(alt, LIMITS.imageAlt).text,
  };
}

export function message(text: Markup, blocks: KnownBlock[]): { text: string; blocks: KnownBlock[] } {
  return { text: messageText(text), blocks };
}

export function modal(options: {
  callback: string;
  title: string;
  blocks: KnownBlock[];
  submit?: string;
  close?: string;
  /** Ids and a version, never what the database holds. */
  metadata?: string;
  notifyOnClose?: boolean;
}): ModalView {
  return {
    type: 'modal',
    callback_id: options.callback,
    title: plain(options.title, LIMITS.viewTitle),
    blocks: options.blocks,
    ...(options.submit !== undefined && { submit: plain(options.submit, LIMITS.viewTitle) }),
    ...(options.close !== undefined && { close: plain(options.close, LIMITS.viewTitle) }),
    ...(options.metadata && { private_metadata: options.metadata }),
    ...(options.notifyOnClose && { notify_on_close: true }),
  };
}

export const home = (blocks: KnownBlock[]): HomeView => ({ type: 'home', blocks });

/** What a message view returns. */
export type Message = ReturnType<typeof message>;

/** A modal that says one thing and can only be closed. */
export function noticeView(title: string, text: string): ModalView {
  return modal({ callback: 'notice', title, blocks: [section(md`${text}`)], close: 'Done' });
}

const BANNER = 'banner';

/** The blocks with one line above them; it replaces an earlier one. */
export function withBanner(blocks: KnownBlock[], text: string): KnownBlock[] {
  return [section(bold(text), { id: BANNER }), ...blocks.filter((block) => block.block_id !== BANNER)];
}

/** Why something was not done, to the person who tried. */
export function refusalMessage(text: string): Message {
  return message(md`${text}`, [section(md`${text}`)]);
}

/** A button to another page; null: there is none. */
export type Turn = { block: string; text: string; value: string } | null;

/** Leads from page to page. A block for each, since two buttons of one action may not stand in the same. */
export function pageBlocks(
  action: string,
  spoken: (text: string) => string,
  turns: readonly Turn[],
): KnownBlock[] {
  return turns.flatMap((turn) => {
    if (!turn) return [];
    const { block, text, value } = turn;
    return [actions(block, button({ action, text, value, label: spoken(text) }))];
  });
}
