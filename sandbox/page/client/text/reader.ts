import { createContext, useContext } from 'react';
import type { ChannelSeen, PersonSeen } from '../../shapes.ts';

/** Who reads: dates are in their zone, mentions are of people they know. */
export interface Reader {
  me: PersonSeen;
  people: ReadonlyMap<string, PersonSeen>;
  channels: ReadonlyMap<string, ChannelSeen>;
  /** What time it is for the reader, ms. */
  now: number;
}

export const ReaderContext = createContext<Reader | null>(null);

export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (!reader) throw new Error('nobody reads here');
  return reader;
}
