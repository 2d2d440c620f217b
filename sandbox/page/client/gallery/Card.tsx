import { useMemo } from 'react';
import type { Block } from '../../../kit.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { type Operator, OperatorContext } from '../state/operator.ts';
import { useValues } from '../state/use-values.ts';
import { Words } from '../text/Words.tsx';
import type { Data, Drawn } from './shown.ts';

/** One drawing of a view. It can be filled in; nobody hears of it. */
export function Card({ name, data, drawn }: { name: string; data: Data; drawn: Drawn | null }) {
  if (!drawn) return <p className="card card-none">Not drawn with {data} data</p>;
  const { view, problems } = drawn;
  const isModal = 'title' in view;
  return (
    <article className={problems.length > 0 ? 'card card-wrong' : 'card'} aria-label={name}>
      <p className="card-data">{data}</p>
      {problems.length > 0 && (
        <ul className="violations">
          {problems.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {isModal && (
        <h3 className="card-title">
          <Words text={view.title} />
        </h3>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also with the keyboard */}
      <section className="card-body" tabIndex={0} aria-label={`${name}: content`}>
        <Operated blocks={view.blocks} />
      </section>
      {isModal && (
        <p className="card-foot">
          {view.close && (
            <span className="button">
              <Words text={view.close} />
            </span>
          )}
          {view.submit && (
            <span className="button primary">
              <Words text={view.submit} />
            </span>
          )}
        </p>
      )}
    </article>
  );
}

const NONE = {};

function Operated({ blocks }: { blocks: Block[] }) {
  // Blocks that came without an id have none to be told apart by.
  const named = useMemo(
    () => blocks.map((block, index) => ({ ...block, block_id: block.block_id ?? `block-${index}` })),
    [blocks],
  );
  const { held, set } = useValues(named, NONE);
  const operator: Operator = {
    held,
    change: set,
    press: () => {},
    suggest: async () => [],
    error: () => undefined,
    busy: null,
  };
  return (
    <OperatorContext value={operator}>
      <Blocks blocks={named} />
    </OperatorContext>
  );
}
