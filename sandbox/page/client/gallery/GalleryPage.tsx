import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { look } from '../state/talk.ts';
import { type Reader, ReaderContext } from '../text/reader.ts';
import { Card } from './Card.tsx';
import { DATA, type Gallery } from './shown.ts';

/** Every view there is, with ordinary, the longest and the emptiest data side by side. */
export function GalleryPage() {
  const [gallery, setGallery] = useState<Gallery | null>(null);
  const [wanted, setWanted] = useState('');
  const [isNarrow, setNarrow] = useState(false);
  const sought = useDeferredValue(wanted.trim().toLowerCase());
  useEffect(() => {
    void look<Gallery>('/api/views').then((found) => found.trouble === undefined && setGallery(found));
    const living = new EventSource('/api/living');
    let wasLost = false;
    living.onerror = () => {
      wasLost = true;
    };
    living.onopen = () => wasLost && location.reload();
    return () => living.close();
  }, []);
  const reader = useMemo(() => gallery && readerOf(gallery), [gallery]);
  if (!gallery || !reader) return <p className="starting">Drawing …</p>;

  const shown = gallery.views.filter(({ name }) => name.toLowerCase().includes(sought));
  const drawn = gallery.views.flatMap((each) => DATA.map((data) => each[data])).filter(Boolean);
  const wrong = drawn.filter((each) => each?.problems.length).length;
  return (
    <ReaderContext value={reader}>
      <header className="gallery-head">
        <h1>Every view</h1>
        <p className={wrong > 0 ? 'verdict wrong' : 'verdict'} role="status">
          {gallery.views.length} views, drawn {drawn.length} times,{' '}
          {wrong > 0 ? `${wrong} break Slack’s rules` : 'none breaks Slack’s rules'}
        </p>
        <input
          className="field"
          type="search"
          aria-label="Find a view"
          placeholder="Find a view"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <button
          type="button"
          role="switch"
          aria-checked={isNarrow}
          className="switch"
          onClick={() => setNarrow(!isNarrow)}
        >
          <span className="knob" aria-hidden="true" /> As on a phone
        </button>
      </header>
      <main className={isNarrow ? 'gallery narrow' : 'gallery'}>
        {shown.length === 0 && <p className="empty">No view is called that.</p>}
        {shown.map((each) => (
          <section key={each.name} className="sheet" aria-label={each.name}>
            <h2>{each.name}</h2>
            <div className="sheet-row">
              {DATA.map((data) => (
                <Card key={data} name={`${each.name}, ${data}`} data={data} drawn={each[data]} />
              ))}
            </div>
          </section>
        ))}
      </main>
    </ReaderContext>
  );
}

function readerOf({ people, channels, now }: Gallery): Reader | null {
  const [me] = people;
  if (!me) return null;
  return {
    me,
    now,
    people: new Map(people.map((each) => [each.id, each])),
    channels: new Map(channels.map((each) => [each.id, each])),
  };
}
