import { useState } from 'react';
import type { Screen } from '../../shapes.ts';
import { Avatar } from '../chat/Avatar.tsx';
import { clockTime, placeName } from '../chat/when.ts';
import { Icon } from '../floating/Icon.tsx';
import { Menu } from '../floating/Menu.tsx';
import { post } from '../state/talk.ts';
import { Clock } from './Clock.tsx';
import { ResetButton } from './ResetButton.tsx';

/** The bar of whoever plays: who one is, what time it is, and what is going on behind. */
export function Bar(props: {
  screen: Screen;
  now: number;
  onBe: (name: string) => void;
  hasTraffic: boolean;
  onTraffic: () => void;
  onTour: () => void;
}) {
  const { screen, now, onBe } = props;
  const [trouble, setTrouble] = useState<string | null>(null);
  const { me } = screen;
  const people = screen.people.filter((each) => !each.isBot && !each.deleted);
  const noted = (person: (typeof people)[number]) =>
    `${person.title || `@${person.name}`} · ${placeName(person.zone)} ${clockTime(now, person.zone)}`;
  return (
    <header className="bar">
      <Menu
        label="Be somebody else"
        speaks
        className="bar-button be"
        items={people.map((each) => ({
          key: each.id,
          isCurrent: each.id === me.id,
          text: (
            <span className="who">
              <Avatar person={each} size="small" /> {each.realName}
            </span>
          ),
          note: noted(each),
          onChoose: () => onBe(each.name),
        }))}
      >
        <Avatar person={me} size="small" />
        <span className="sr-only">Be somebody else. </span>
        <span className="bar-text">
          <small>You are</small>
          <strong>{me.realName}</strong>
        </span>
        <span className="caret" aria-hidden="true" />
      </Menu>
      <Clock screen={screen} now={now} onTrouble={setTrouble} />
      <div className="bar-rest">
        <Menu
          label="Be somebody in a new window"
          speaks
          className="bar-button"
          align="end"
          items={people.map((each) => ({
            key: each.id,
            text: each.realName,
            note: noted(each),
            onChoose: () =>
              void open(`/?as=${encodeURIComponent(each.name)}`, '_blank', 'width=1100,height=800'),
          }))}
        >
          <Icon name="window" />
          <span className="bar-label">New window</span>
        </Menu>
        <button
          type="button"
          className="bar-button"
          aria-pressed={props.hasTraffic}
          onClick={props.onTraffic}
        >
          <Icon name="traffic" />
          <span className="bar-label">Traffic</span>
          {screen.violations > 0 && <span className="count alarm">{screen.violations}</span>}
        </button>
        <button type="button" className="bar-button" onClick={props.onTour}>
          <Icon name="help" />
          <span className="bar-label">Tour</span>
        </button>
        <ResetButton onReset={() => post('/api/reset').then((done) => setTrouble(done.trouble ?? null))} />
      </div>
      {trouble !== null && (
        <p className="trouble bar-trouble" role="alert">
          {trouble}
          <button type="button" className="quiet" aria-label="Dismiss" onClick={() => setTrouble(null)}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </header>
  );
}
