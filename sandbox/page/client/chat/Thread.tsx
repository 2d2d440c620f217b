import { useEffect, useRef } from 'react';
import type { Screen } from '../../shapes.ts';
import { Icon } from '../floating/Icon.tsx';
import { Composer } from './Composer.tsx';
import { MessageView } from './MessageView.tsx';

/** A message and the replies to it. */
export function Thread(props: { screen: Screen; root: string; canWrite: boolean; onClose: () => void }) {
  const { screen, root, canWrite, onClose } = props;
  const pane = useRef<HTMLElement>(null);
  const place = screen.place;
  const messages = (place?.messages ?? []).filter(({ ts, threadTs }) => ts === root || threadTs === root);
  const latest = messages.at(-1)?.ts;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what is new
  useEffect(() => {
    const list = pane.current?.querySelector('.timeline');
    list?.scrollTo({ top: list.scrollHeight });
  }, [latest]);
  if (!place || messages.length === 0) return null;
  return (
    <aside className="thread" aria-label="Thread" ref={pane}>
      <header className="pane-head">
        <h2>Thread</h2>
        <button type="button" className="quiet" aria-label="Close the thread" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also with the keyboard */}
      <section className="timeline" tabIndex={0} aria-label="Messages of the thread">
        {messages.map((message) => (
          <MessageView
            key={message.ts}
            message={message}
            channel={place.channel}
            shortcuts={screen.shortcuts}
          />
        ))}
      </section>
      {canWrite && <Composer screen={screen} channel={place.channel} thread={root} placeholder="Reply…" />}
    </aside>
  );
}
