import type { ChannelSeen, Screen } from '../../shapes.ts';
import { Icon } from '../floating/Icon.tsx';
import { Avatar } from './Avatar.tsx';

/** Channels, and the place of the app. */
export function Sidebar(props: { screen: Screen; open: string | null; onOpen: (channel: string) => void }) {
  const { screen, open, onOpen } = props;
  const channels = screen.channels.filter((each) => each.kind !== 'im');
  const dm = screen.channels.find((each) => each.kind === 'im');
  const app = screen.people.find((each) => each.id === screen.app.id);
  const item = (channel: ChannelSeen, name: React.ReactNode) => (
    <li key={channel.id}>
      <button
        type="button"
        className={channel.unread > 0 ? 'place unread' : 'place'}
        aria-current={channel.id === open ? 'page' : undefined}
        onClick={() => onOpen(channel.id)}
      >
        {name}
        {channel.unread > 0 && (
          <span className="count">
            {channel.unread}
            <span className="sr-only"> new</span>
          </span>
        )}
      </button>
    </li>
  );
  return (
    <nav className="sidebar" aria-label="Channels and apps">
      <h2>{screen.team}</h2>
      <h3>Channels</h3>
      <ul>
        {channels.map((each) =>
          item(
            each,
            <>
              <Icon name={each.kind === 'private' ? 'lock' : 'hash'} />
              <span className="place-name">
                {each.name}
                {each.isShared && <small> shared</small>}
                {!each.isMember && <small> not joined</small>}
              </span>
            </>,
          ),
        )}
      </ul>
      <h3>Apps</h3>
      <ul>
        {dm &&
          item(
            dm,
            <>
              <Avatar person={app} size="small" />
              <span className="place-name">{screen.app.name}</span>
            </>,
          )}
      </ul>
    </nav>
  );
}
