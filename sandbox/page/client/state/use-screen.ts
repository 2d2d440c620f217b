import { useCallback, useEffect, useRef, useState } from 'react';
import type { Screen } from '../../shapes.ts';
import { eventsPath, look, screenPath } from './talk.ts';

const RETRY_MS = 500;

/** What this person sees, kept fresh. Null until the first look; `offline` while nobody answers. */
export function useScreen(name: string, place: string | null) {
  const [screen, setScreen] = useState<Screen | null>(null);
  const [offline, setOffline] = useState(false);
  const wanted = useRef({ name, place });
  const looking = useRef<'no' | 'yes' | 'again'>('no');

  const refresh = useCallback(async () => {
    if (looking.current !== 'no') {
      looking.current = 'again';
      return;
    }
    do {
      looking.current = 'yes';
      const { name, place } = wanted.current;
      const seen = await look<Screen>(screenPath(name, place));
      // Somebody else by now, or another place: this answer is stale.
      if (wanted.current.name !== name || wanted.current.place !== place) looking.current = 'again';
      else if (seen.trouble === undefined) setScreen(seen);
      setOffline(seen.trouble !== undefined);
    } while ((looking.current as string) === 'again');
    looking.current = 'no';
  }, []);

  useEffect(() => {
    wanted.current = { name, place };
    void refresh();
  }, [name, place, refresh]);

  useEffect(() => {
    let events: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      events = new EventSource(eventsPath(name));
      events.onopen = () => void refresh();
      events.onmessage = () => void refresh();
      events.onerror = () => {
        setOffline(true);
        // While the sandbox begins anew, it refuses, and the browser gives up.
        if (events?.readyState === EventSource.CLOSED) timer = setTimeout(connect, RETRY_MS);
      };
    };
    connect();
    return () => {
      events?.close();
      clearTimeout(timer);
    };
  }, [name, refresh]);

  return { screen: screen?.me.name === name ? screen : null, offline, refresh };
}
