import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Screen } from '../shapes.ts';
import { Bar } from './bar/Bar.tsx';
import { useNow } from './bar/use-now.ts';
import { PlaceView } from './chat/PlaceView.tsx';
import { Sidebar } from './chat/Sidebar.tsx';
import { ModalView } from './modal/ModalView.tsx';
import { tell } from './state/talk.ts';
import { useScreen } from './state/use-screen.ts';
import { type Reader, ReaderContext } from './text/reader.ts';
import { REP } from './tour/steps.ts';
import { Tour } from './tour/Tour.tsx';
import { Traffic } from './traffic/Traffic.tsx';

const asked = new URLSearchParams(location.search).get('as');
const TOUR_KEY = 'tour-ended';

export function App() {
  const [name, setName] = useState(asked ?? REP);
  const [place, setPlace] = useState<string | null>(null);
  /** Where to go once it is known: 'app', or a channel's name. */
  const [target, setTarget] = useState<string | null>(null);
  /** On a narrow screen: whether the place or the list of places shows. */
  const [isInside, setInside] = useState(true);
  const [hasTraffic, setTraffic] = useState(false);
  const [tour, setTour] = useState<number | null>(
    asked === null && localStorage.getItem(TOUR_KEY) === null ? 0 : null,
  );
  const { screen, offline } = useScreen(name, place);
  const now = useNow(screen?.now ?? 0);
  const stage = useRef(0);

  useEffect(() => {
    if (!screen) return;
    const isKnown = screen.channels.some((each) => each.id === place);
    const wanted = target ?? (isKnown ? null : 'first');
    if (wanted === null) return;
    const channels = screen.channels.filter((each) => each.isMember);
    const found = channels.find((each) => (wanted === 'app' ? each.kind === 'im' : each.name === wanted));
    setPlace((found ?? channels.find((each) => each.kind !== 'im'))?.id ?? null);
    setTarget(null);
  }, [screen, place, target]);
  useEffect(() => {
    // Begun anew: nothing from before is there any more.
    if (screen && stage.current !== 0 && stage.current !== screen.stage) {
      setPlace(null);
      setTour((step) => (step === null ? null : 0));
    }
    if (screen) stage.current = screen.stage;
  }, [screen]);
  useEffect(() => {
    document.title = screen ? `${screen.me.realName} – Baton in the sandbox` : 'Baton in the sandbox';
  }, [screen]);

  const be = useCallback(
    (next: string, open: string | null = null) => {
      if (screen?.modal && next !== name) void tell(name, { do: 'close', view: screen.modal.id });
      history.replaceState(null, '', `?as=${encodeURIComponent(next)}`);
      if (next !== name) setPlace(null);
      setName(next);
      setTarget(open);
      setInside(true);
    },
    [name, screen?.modal],
  );
  const endTour = () => {
    localStorage.setItem(TOUR_KEY, 'yes');
    setTour(null);
  };
  const reader = useReaderOf(screen, now);
  if (!screen || !reader) return <p className="starting">{offline ? 'The sandbox is starting …' : ''}</p>;
  return (
    <ReaderContext value={reader}>
      <div className="app" data-inside={isInside} data-traffic={hasTraffic}>
        <Bar
          screen={screen}
          now={now}
          onBe={be}
          hasTraffic={hasTraffic}
          onTraffic={() => setTraffic(!hasTraffic)}
          onTour={() => setTour(tour === null ? 0 : null)}
        />
        {offline && (
          <p className="trouble offline" role="alert">
            The sandbox does not answer. It is tried again.
          </p>
        )}
        <div className="workspace" inert={screen.modal !== null}>
          <Sidebar
            screen={screen}
            open={place}
            onOpen={(id) => {
              setPlace(id);
              setInside(true);
            }}
          />
          <PlaceView
            key={`${name} ${place} ${screen.stage}`}
            screen={screen}
            onBack={() => setInside(false)}
          />
        </div>
        {screen.modal && (
          <ModalView key={screen.modal.id} as={name} view={screen.modal} appName={screen.app.name} />
        )}
        {hasTraffic && <Traffic screen={screen} onClose={() => setTraffic(false)} />}
        {tour !== null && <Tour screen={screen} step={tour} onStep={setTour} onBe={be} onEnd={endTour} />}
      </div>
    </ReaderContext>
  );
}

function useReaderOf(screen: Screen | null, now: number): Reader | null {
  return useMemo(
    () =>
      screen && {
        me: screen.me,
        people: new Map(screen.people.map((each) => [each.id, each])),
        channels: new Map(screen.channels.map((each) => [each.id, each])),
        now,
      },
    [screen, now],
  );
}
