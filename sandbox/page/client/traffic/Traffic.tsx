import { useEffect, useState } from 'react';
import type { Fault, Screen, TrafficSeen } from '../../shapes.ts';
import { Icon } from '../floating/Icon.tsx';
import { look, post } from '../state/talk.ts';
import { Faults } from './Faults.tsx';
import { TrafficRowView } from './TrafficRowView.tsx';

/** Every request in both directions, the newest first; what broke a rule; and trouble on demand. */
export function Traffic({ screen, onClose }: { screen: Screen; onClose: () => void }) {
  const [traffic, setTraffic] = useState<TrafficSeen | null>(null);
  // A new screen says that something happened.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks again after each change
  useEffect(() => {
    let isStale = false;
    void look<TrafficSeen>('/api/traffic').then((seen) => {
      if (!isStale && seen.trouble === undefined) setTraffic(seen);
    });
    return () => {
      isStale = true;
    };
  }, [screen]);
  const turn = async (fault: Fault, on: boolean) => {
    const seen = await post<TrafficSeen>('/api/faults', { fault, on });
    if (seen.trouble === undefined) setTraffic(seen);
  };
  return (
    <aside className="traffic" aria-label="Traffic">
      <header className="pane-head">
        <h2>Traffic</h2>
        <button type="button" className="quiet" aria-label="Close the traffic" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {traffic && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also with the keyboard
        <section className="traffic-body" tabIndex={0} aria-label="Requests">
          <Faults state={traffic.faults} onTurn={turn} />
          {traffic.violations.length > 0 && (
            <section className="violations" aria-label="Rules broken">
              <h3>Rules broken</h3>
              <ul>
                {[...new Set(traffic.violations)].reverse().map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </section>
          )}
          <h3>Requests</h3>
          {traffic.rows.length === 0 && <p className="empty">None yet.</p>}
          <ol className="rows">
            {[...traffic.rows].reverse().map((row) => (
              <TrafficRowView key={row.n} row={row} zone={screen.me.zone} app={screen.app.name} />
            ))}
          </ol>
        </section>
      )}
    </aside>
  );
}
