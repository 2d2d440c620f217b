import type { Text } from '../../../kit.ts';
import { Mrkdwn } from './Mrkdwn.tsx';
import { unescaped } from './parse-mrkdwn.ts';

/** A text object. */
export function Words({ text }: { text: Text | string | undefined }) {
  if (text === undefined) return null;
  if (typeof text === 'string') return <Mrkdwn text={text} />;
  return text.type === 'mrkdwn' ? <Mrkdwn text={text.text} /> : unescaped(text.text);
}

export const plainWords = (text: Text | string | undefined): string =>
  unescaped(typeof text === 'string' ? text : (text?.text ?? ''));
