import { useEffect, useState } from 'react';
import type { Screen } from '../../shapes.ts';
import { Icon } from '../floating/Icon.tsx';
import { tell } from '../state/talk.ts';
import { Composer } from './Composer.tsx';
import { HomeTab } from './HomeTab.tsx';
import { Thread } from './Thread.tsx';
import { Timeline } from './Timeline.tsx';

/** A channel, or the app's own place with its tabs. */
export function PlaceView({ screen, onBack }: { screen: Screen; onBack: () => void }) {
  const [thread, setThread] = useState<string | null>(null);
  const [tab, setTab] = useState<'messages' | 'home'>('messages');
  const { place, me, app } = screen;
  const channel = screen.channels.find((each) => each.id === place?.channel);
  const unread = channel?.unread ?? 0;
  useEffect(() => {
    if (!channel || unread === 0) return;
    const read = () => {
      if (document.visibilityState === 'visible') void tell(me.name, { do: 'read', channel: channel.id });
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [channel, unread, me.name]);

  if (!place || !channel) return <p className="empty">Choose a channel.</p>;
  const isApp = channel.kind === 'im';
  const canWrite = channel.isMember && !channel.isArchived && !(isApp && app.readOnly);
  const name = isApp ? app.name : `#${channel.name}`;
  const open = (next: 'messages' | 'home') => {
    setTab(next);
    if (next === 'home') void tell(me.name, { do: 'home' });
  };
  return (
    <div className={thread && !(isApp && tab === 'home') ? 'place-panes with-thread' : 'place-panes'}>
      <main className="place-main">
        <header className="pane-head">
          <button type="button" className="quiet back" aria-label="Back to the channels" onClick={onBack}>
            <Icon name="back" />
          </button>
          <h1>{name}</h1>
          {isApp && app.hasHome && (
            <div role="tablist" aria-label={app.name} className="tabs">
              {(['home', 'messages'] as const).map((each) => (
                <button
                  key={each}
                  type="button"
                  role="tab"
                  aria-selected={tab === each}
                  onClick={() => open(each)}
                >
                  {each === 'home' ? 'Home' : 'Messages'}
                </button>
              ))}
            </div>
          )}
        </header>
        {isApp && tab === 'home' ? (
          <HomeTab as={me.name} view={screen.home} />
        ) : (
          <>
            <Timeline screen={screen} place={place} name={name} onThread={setThread} />
            {canWrite ? (
              <Composer
                screen={screen}
                channel={channel.id}
                placeholder={`Message ${name}, or / for a command`}
              />
            ) : (
              <p className="read-only">{whyNot(channel, isApp, app.name)}</p>
            )}
          </>
        )}
      </main>
      {thread && tab === 'messages' && (
        <Thread screen={screen} root={thread} canWrite={canWrite} onClose={() => setThread(null)} />
      )}
    </div>
  );
}

function whyNot(channel: Screen['channels'][number], isApp: boolean, app: string): string {
  if (isApp) return `You can’t write to ${app} here. Use its buttons, or a command in a channel.`;
  return channel.isArchived
    ? 'This channel is archived.'
    : 'You are looking at a channel you have not joined.';
}
