import { useCallback, useState } from 'react';
import type { ViewSeen } from '../../shapes.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { OperatorContext } from '../state/operator.ts';
import { useSpot } from '../state/use-spot.ts';

export function HomeTab({ as, view }: { as: string; view: ViewSeen | null }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also with the keyboard
    <section className="timeline home" tabIndex={0} aria-label="Home">
      {view ? (
        <Published as={as} view={view} />
      ) : (
        <p className="empty">Nothing has been published here yet.</p>
      )}
    </section>
  );
}

function Published({ as, view }: { as: string; view: ViewSeen }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const onTrouble = useCallback((text: string | null) => setTrouble(text), []);
  const { body, values } = view;
  const { operator } = useSpot({ as, at: { view: view.id }, blocks: body.blocks, values, onTrouble });
  return (
    <>
      {trouble !== null && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
      <OperatorContext value={operator}>
        <Blocks blocks={body.blocks} />
      </OperatorContext>
    </>
  );
}
