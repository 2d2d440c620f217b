import { memo, useCallback, useState } from 'react';
import type { MessageSeen, Screen } from '../../shapes.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { Icon } from '../floating/Icon.tsx';
import { Menu } from '../floating/Menu.tsx';
import { OperatorContext } from '../state/operator.ts';
import { tell } from '../state/talk.ts';
import { useSpot } from '../state/use-spot.ts';
import { Mrkdwn } from '../text/Mrkdwn.tsx';
import { useReader } from '../text/reader.ts';
import { Avatar } from './Avatar.tsx';
import { at, clockTime } from './when.ts';

export interface MessageProps {
  message: MessageSeen;
  channel: string;
  shortcuts: Screen['shortcuts'];
  /** How many replies, and whether some are new; shown where a thread can be opened. */
  replies?: { count: number; isNew: boolean } | undefined;
  onThread?: (() => void) | undefined;
}

export const MessageView = memo(function MessageView(props: MessageProps) {
  const { message, channel, replies, onThread } = props;
  const reader = useReader();
  const as = reader.me.name;
  const [trouble, setTrouble] = useState<string | null>(null);
  const onTrouble = useCallback((text: string | null) => setTrouble(text), []);
  const { operator } = useSpot({
    as,
    at: { channel, ts: message.ts },
    blocks: message.blocks,
    values: message.values,
    onTrouble,
  });
  const writer = reader.people.get(message.user);
  const shortcuts = props.shortcuts.filter((each) => each.type === 'message');
  return (
    <article
      className={message.onlyYou ? 'message only-you' : 'message'}
      aria-label={`Message of ${writer?.realName ?? 'unknown'}`}
    >
      <Avatar person={writer} />
      <div className="message-body">
        {message.onlyYou && <p className="message-note">Only visible to you</p>}
        <p className="message-head">
          <strong>{writer?.realName ?? 'unknown'}</strong>
          {writer?.isBot && <span className="badge">APP</span>}
          <time>{clockTime(at(message.ts), reader.me.zone)}</time>
        </p>
        {message.blocks.length > 0 ? (
          <OperatorContext value={operator}>
            <Blocks blocks={message.blocks} />
          </OperatorContext>
        ) : (
          <div className="message-text">
            <Mrkdwn text={message.text} />
          </div>
        )}
        {message.edited && <small className="edited">(edited)</small>}
        {trouble !== null && (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
        {replies && replies.count > 0 && (
          <button type="button" className="replies" onClick={onThread}>
            {replies.count} {replies.count === 1 ? 'reply' : 'replies'}
            {replies.isNew && <span className="badge badge-new">new</span>}
          </button>
        )}
      </div>
      <div className="message-tools">
        {onThread && (
          <button
            type="button"
            className="quiet"
            aria-label="Reply in thread"
            title="Reply in thread"
            onClick={onThread}
          >
            <Icon name="reply" />
          </button>
        )}
        {shortcuts.length > 0 && (
          <Menu
            label="More actions"
            align="end"
            items={shortcuts.map((each) => ({
              key: each.callbackId,
              text: each.name,
              note: each.description,
              onChoose: () =>
                void tell(as, {
                  do: 'shortcut',
                  callback: each.callbackId,
                  message: { channel, ts: message.ts },
                }).then((done) => setTrouble(done.trouble ?? null)),
            }))}
          >
            <Icon name="more" />
          </Menu>
        )}
      </div>
    </article>
  );
});
