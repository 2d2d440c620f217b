import type { ReactNode } from 'react';
import { renderDate } from '../../../render-date.ts';
import { type Piece, parseMrkdwn } from './parse-mrkdwn.ts';
import { type Reader, useReader } from './reader.ts';

export function Mrkdwn({ text }: { text: string }) {
  const reader = useReader();
  return <>{shown(parseMrkdwn(text), reader)}</>;
}

const TAGS = { bold: 'strong', italic: 'em', strike: 's', quote: 'blockquote' } as const;

const shown = (pieces: Piece[], reader: Reader): ReactNode[] =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name
  pieces.map((piece, index) => <Shown key={index} piece={piece} reader={reader} />);

function Shown({ piece, reader }: { piece: Piece; reader: Reader }) {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'break':
      return <br />;
    case 'code':
      return <code>{piece.text}</code>;
    case 'pre':
      return <pre>{piece.text}</pre>;
    case 'link':
      return (
        <a href={safe(piece.href)} target="_blank" rel="noreferrer">
          {shown(piece.inside, reader)}
        </a>
      );
    case 'person': {
      const person = reader.people.get(piece.id);
      return (
        <span className={piece.id === reader.me.id ? 'mention mention-me' : 'mention'}>
          @{person?.realName ?? piece.label ?? 'unknown'}
        </span>
      );
    }
    case 'channel':
      return (
        <span className="mention">#{reader.channels.get(piece.id)?.name ?? piece.label ?? 'unknown'}</span>
      );
    case 'date':
      return <time>{renderDate(piece.token, piece.fallback, reader.me.zone, reader.now)}</time>;
    case 'call':
      return <span className="mention">@{piece.name}</span>;
    default: {
      const Tag = TAGS[piece.kind];
      return <Tag>{shown(piece.inside, reader)}</Tag>;
    }
  }
}

/** An address that runs nothing. */
const safe = (href: string): string | undefined => (/^(https?|mailto):/i.test(href) ? href : undefined);
