import type { Move, Screen } from '../../shapes.ts';
import { clockTime, placeName, shortMoment } from '../chat/when.ts';
import { Icon } from '../floating/Icon.tsx';
import { Menu } from '../floating/Menu.tsx';
import { moveClock } from '../state/talk.ts';

const MOVES: [Move, string][] = [
  ['minutes', '+15 min'],
  ['hours', '+4 h'],
  ['morning', 'Next working morning'],
  ['monday', 'Next Monday 09:00'],
  ['weeks', '4 weeks on'],
  ['outage', '4 weeks on, with an outage'],
];

/** What time it is for everybody, and ways to move it. What falls due on the way happens. */
export function Clock(props: { screen: Screen; now: number; onTrouble: (trouble: string | null) => void }) {
  const { screen, now, onTrouble } = props;
  const { me, moving } = screen;
  const zones = [...new Set(screen.people.filter((each) => !each.isBot).map((each) => each.zone))];
  return (
    <Menu
      label="Move the clock"
      speaks
      className="bar-button clock"
      disabled={moving}
      items={MOVES.map(([move, text]) => ({
        key: move,
        text,
        onChoose: () => void moveClock(me.name, move).then((done) => onTrouble(done.trouble ?? null)),
      }))}
      footer={
        <dl className="zones">
          {zones.map((zone) => (
            <div key={zone}>
              <dt>{placeName(zone)}</dt>
              <dd>
                {shortMoment(now, zone).split(',')[0]} {clockTime(now, zone)}
              </dd>
            </div>
          ))}
        </dl>
      }
    >
      {moving ? <span className="spinner" aria-hidden="true" /> : <Icon name="clock" />}
      <span className="sr-only">Move the clock. </span>
      <span className="bar-text">
        <small>{moving ? 'The clock is moving' : placeName(me.zone)}</small>
        <strong>{shortMoment(now, me.zone)}</strong>
      </span>
      <span className="caret" aria-hidden="true" />
    </Menu>
  );
}
