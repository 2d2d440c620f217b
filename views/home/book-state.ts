import { z } from 'zod';
import { readId, readState } from '../../src/platform/outdated.ts';

/** Who gets which accounts, as it was shown before it is done. */
export interface BookPlan {
  fromId: string;
  shares: { toId: string; accountIds: string[] }[];
}

const ShortSchema = z.tuple([z.string(), z.array(z.string())]);

/** In few characters: a hundred ids do not fit into a window's metadata as they are written. */
export function encodePlan({ fromId, shares }: BookPlan): string {
  const parts = shares.map(({ toId, accountIds }) => [toId, ...accountIds].map(short).join(''));
  return JSON.stringify([short(fromId), parts]);
}

/** Throws Outdated on anything that was not written by `encodePlan`. */
export function decodePlan(text: string): BookPlan {
  const [from, parts] = readState(ShortSchema, text);
  return {
    fromId: long(from),
    shares: parts.map((part) => {
      const [toId = '', ...accountIds] = (part.match(/.{1,22}/g) ?? []).map(long);
      return { toId, accountIds };
    }),
  };
}

const short = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

function long(text: string): string {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return readId(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.*)$/, '$1-$2-$3-$4-$5'));
}
