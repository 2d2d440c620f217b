// The rich text block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
import {
  boolean,
  byType,
  type Check,
  finite,
  integer,
  list,
  object,
  oneOf,
  optional,
  string,
} from './check.ts';
import { id, webAddress } from './objects.ts';

const MANY = 10_000;

const style = {
  style: optional(
    object(
      Object.fromEntries(
        ['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'client_highlight', 'unlink'].map(
          (name) => [name, optional(boolean)],
        ),
      ),
    ),
  ),
};

const inline = (type: string, shape: Record<string, Check>): Check =>
  object({ type: oneOf(type), ...shape, ...style });

const text = inline('text', { text: string(12_000) });
const link = inline('link', {
  url: string(3000),
  text: optional(string(3000)),
  unsafe: optional(boolean),
});

const inlines = byType(
  {
    text,
    link,
    user: inline('user', { user_id: id }),
    usergroup: inline('usergroup', { usergroup_id: id }),
    channel: inline('channel', { channel_id: id }),
    emoji: inline('emoji', { name: id, unicode: optional(id), url: optional(webAddress(3000)) }),
    broadcast: inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
    color: inline('color', { value: id }),
    date: inline('date', {
      timestamp: finite,
      format: string(255),
      url: optional(webAddress(3000)),
      fallback: optional(string(255)),
    }),
  },
  'in rich text',
);

const section = object({ type: oneOf('rich_text_section'), elements: list(inlines, 0, MANY) });
const border = { border: optional(integer(0, 1)) };

export const richText: Check = object({
  type: oneOf('rich_text'),
  block_id: optional(id),
  elements: list(
    byType(
      {
        rich_text_section: section,
        rich_text_list: object({
          type: oneOf('rich_text_list'),
          style: oneOf('bullet', 'ordered'),
          elements: list(section, 1, MANY),
          indent: optional(integer(0, 8)),
          offset: optional(integer(0, MANY)),
          ...border,
        }),
        rich_text_quote: object({
          type: oneOf('rich_text_quote'),
          elements: list(inlines, 0, MANY),
          ...border,
        }),
        rich_text_preformatted: object({
          type: oneOf('rich_text_preformatted'),
          elements: list(byType({ text, link }, 'in preformatted text'), 0, MANY),
          ...border,
        }),
      },
      'in a rich_text block',
    ),
    1,
    MANY,
  ),
});
