import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { MessageSeen, Screen } from '../../shapes.ts';
import { MessageView } from './MessageView.tsx';
import { at, dayName } from './when.ts';

/** So near to its end, a list follows what is new. */
const NEAR_PX = 120;

/** The messages of a place, with days, and a line before what is new. */
export function Timeline(props: {
  screen: Screen;
  place: NonNullable<Screen['place']>;
  name: string;
  onThread: (ts: string) => void;
}) {
  const { screen, place, onThread } = props;
  const { me, shortcuts } = screen;
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  // As it was on arrival: reading must not move the line.
  const [readTo] = useState(place.readTo);
  const { roots, repliesTo } = useMemo(() => sorted(place.messages), [place.messages]);
  const latest = place.messages.at(-1)?.ts;

  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what is new
  useLayoutEffect(() => {
    if (atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [latest, place.messages]);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const keep = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight });
    });
    keep.observe(element);
    // Pictures grow when they are there.
    if (element.firstElementChild) keep.observe(element.firstElementChild);
    return () => keep.disconnect();
  }, []);

  const isNew = (message: MessageSeen) => message.user !== me.id && message.ts > (readTo ?? '');
  const firstNew = readTo === null ? undefined : roots.find(isNew)?.ts;
  let lastDay = '';
  return (
    <section
      className="timeline"
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also with the keyboard
      tabIndex={0}
      aria-label="Messages"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        // Pictures that grow push the end away, too: only whoever scrolls up leaves it.
        if (scrollHeight - scrollTop - clientHeight < NEAR_PX) atEnd.current = true;
        else if (scrollTop < lastTop.current) atEnd.current = false;
        lastTop.current = scrollTop;
      }}
    >
      <div className="timeline-inside" role="log" aria-label="Messages, the newest last">
        {roots.length === 0 && <p className="empty">This is the very beginning of {props.name}.</p>}
        {roots.map((message) => {
          const day = dayName(at(message.ts), me.zone);
          const replies = repliesTo.get(message.ts) ?? [];
          const dayLine = day !== lastDay && (
            <p className="line">
              <span>{day}</span>
            </p>
          );
          lastDay = day;
          return (
            <Fragment key={message.ts}>
              {dayLine}
              {message.ts === firstNew && (
                <p className="line line-new">
                  <span>New</span>
                </p>
              )}
              <MessageView
                message={message}
                channel={place.channel}
                shortcuts={shortcuts}
                replies={{ count: replies.length, isNew: replies.some(isNew) }}
                onThread={message.onlyYou ? undefined : () => onThread(message.ts)}
              />
            </Fragment>
          );
        })}
      </div>
    </section>
  );
}

function sorted(messages: MessageSeen[]) {
  const known = new Set(messages.map(({ ts }) => ts));
  const roots: MessageSeen[] = [];
  const repliesTo = new Map<string, MessageSeen[]>();
  for (const message of messages) {
    const { threadTs } = message;
    if (threadTs === null || threadTs === message.ts || !known.has(threadTs)) roots.push(message);
    else repliesTo.set(threadTs, [...(repliesTo.get(threadTs) ?? []), message]);
  }
  return { roots, repliesTo };
}
