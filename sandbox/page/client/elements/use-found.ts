import { useEffect, useRef, useState } from 'react';
import type { Choice } from './choices.ts';

/** As long as somebody types, nothing is asked. */
const PAUSE_MS = 150;

export interface Found {
  choices: Choice[];
  /** What to say instead of choices. */
  says: string | null;
}

/** Looks for what fits while a menu is open; an answer to an older question is dropped. */
export function useFound(options: {
  isOpen: boolean;
  query: string;
  least: number;
  find: (query: string) => Promise<Choice[]>;
}): Found {
  const { isOpen, query, least } = options;
  const [found, setFound] = useState<Found>({ choices: [], says: null });
  const find = useRef(options.find);
  find.current = options.find;
  useEffect(() => {
    if (!isOpen) return;
    if (query.trim().length < least) {
      const letters = least === 1 ? 'a letter' : `${least} letters`;
      return setFound({ choices: [], says: `Type ${letters} or more` });
    }
    let isStale = false;
    const ask = async () => {
      try {
        const choices = await find.current(query);
        if (!isStale) setFound({ choices, says: choices.length === 0 ? 'Nothing fits' : null });
      } catch (error) {
        if (!isStale) setFound({ choices: [], says: error instanceof Error ? error.message : String(error) });
      }
    };
    if (least > 0) setFound({ choices: [], says: 'Looking…' });
    const timer = setTimeout(ask, least > 0 ? PAUSE_MS : 0);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [isOpen, query, least]);
  return found;
}
