// What a person reads: mrkdwn and blocks flattened to plain text.

import { type Block, buttonText, type Element, type Text } from './kit.ts';
import { renderDate } from './render-date.ts';
import type { Person, World } from './state.ts';

interface Reader {
  world: World;
  person: Person;
}

/** mrkdwn as it is read: mentions, channels, dates in the reader's zone, links, without the markers. */
function renderMrkdwn(reader: Reader, text: string): string {
  const { people, channels } = reader.world;
  const tokens = text.replace(/<([^<>\n]+)>/g, (_all, token: string) => {
    const [head = '', label] = splitOnce(token, '|');
    if (head.startsWith('@')) return `@${people.get(head.slice(1))?.name ?? label ?? 'unknown'}`;
    if (head.startsWith('#')) return `#${channels.get(head.slice(1))?.name ?? label ?? 'unknown'}`;
    if (head.startsWith('!date^'))
      return renderDate(head, label ?? '', reader.person.tz, reader.world.clock.peoplesNow());
    if (head.startsWith('!subteam^')) return label ?? '@group';
    if (head.startsWith('!')) return `@${head.slice(1)}`;
    return label ?? head.replace(/^mailto:/, '');
  });
  return unescapeText(withoutMarkers(tokens));
}

/** A plain_text object as it is read. */
export const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function splitOnce(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

const MARKERS: [RegExp, string][] = [
  [/```\n?([\s\S]*?)```/g, '$1'],
  [/`([^`\n]+)`/g, '$1'],
  ...['\\*', '_', '~'].map((mark): [RegExp, string] => [
    new RegExp(`(^|[\\s(\\[{"'>*_~-])${mark}(\\S(?:[^\\n]*?\\S)?)${mark}(?=$|[\\s)\\]}"'.,;:!?*_~-])`, 'gm'),
    '$1$2',
  ]),
];

const withoutMarkers = (text: string): string =>
  MARKERS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);

export function renderText(reader: Reader, text: Text | string | undefined): string {
  if (text === undefined) return '';
  if (typeof text === 'string') return renderMrkdwn(reader, text);
  return text.type === 'mrkdwn' ? renderMrkdwn(reader, text.text) : unescapeText(text.text);
}

/** The lines of one block, without what its inputs hold. */
export function renderBlock(reader: Reader, block: Block): string[] {
  const read = (text: Text | string | undefined): string => renderText(reader, text);
  const lines = [
    read(block.label),
    block.type === 'rich_text' || block.type === 'table' ? '' : read(block.text),
    ...(block.fields ?? []).map(read),
    block.type === 'image' ? `[${block.title ? read(block.title) : (block.alt_text ?? '')}]` : '',
    block.type === 'rich_text' ? richText(reader, block.elements) : '',
    ...(block.rows ?? []).map((row) => row.map((cell) => richText(reader, [cell])).join(' | ')),
    ...(block.type === 'context'
      ? [(block.elements ?? []).map((each) => contextText(reader, each)).join(' ')]
      : []),
    ...(block.type === 'actions' ? (block.elements ?? []).map((each) => renderElement(reader, each)) : []),
    block.accessory ? renderElement(reader, block.accessory) : '',
    block.element ? renderElement(reader, block.element) : '',
    read(block.hint),
  ];
  return lines.filter((each) => each !== '');
}

const contextText = (reader: Reader, element: Element): string =>
  element.type === 'image' ? `[${element.alt_text ?? ''}]` : renderText(reader, element as unknown as Text);

/** A button as [Text]; a menu with its placeholder; radios and checkboxes with their options. */
function renderElement(reader: Reader, element: Element): string {
  if (element.type === 'button') return `[${unescapeText(buttonText(element))}]`;
  if (element.type === 'image') return `[${element.alt_text ?? ''}]`;
  if (element.type === 'overflow')
    return `[… ${(element.options ?? []).map((each) => each.text.text).join(' / ')}]`;
  if (element.type === 'radio_buttons' || element.type === 'checkboxes')
    return (element.options ?? [])
      .map((each) =>
        [each.text, each.description]
          .filter((text) => text !== undefined)
          .map((text) => renderText(reader, text))
          .join(': '),
      )
      .join('\n');
  return renderText(reader, element.placeholder);
}

interface Rich {
  type?: string;
  text?: string;
  url?: string;
  user_id?: string;
  channel_id?: string;
  name?: string;
  elements?: unknown[];
}

function richText(reader: Reader, elements: unknown[] | undefined): string {
  return (elements ?? [])
    .map((each) => {
      const rich = each as Rich;
      const inside = richText(reader, rich.elements);
      if (rich.type === 'rich_text_list')
        return (rich.elements ?? []).map((item) => `• ${richText(reader, [item])}`).join('\n');
      if (rich.type === 'user') return `@${reader.world.people.get(rich.user_id ?? '')?.name ?? 'unknown'}`;
      if (rich.type === 'channel')
        return `#${reader.world.channels.get(rich.channel_id ?? '')?.name ?? 'unknown'}`;
      if (rich.type === 'emoji') return `:${rich.name ?? ''}:`;
      return rich.text ?? (inside || (rich.url ?? ''));
    })
    .join('');
}

/** A message as a person reads it: its blocks, or its text when it has none. */
export function renderMessage(reader: Reader, message: { text: string; blocks: Block[] }): string {
  if (message.blocks.length === 0) return renderMrkdwn(reader, message.text);
  return message.blocks.flatMap((each) => renderBlock(reader, each)).join('\n');
}
