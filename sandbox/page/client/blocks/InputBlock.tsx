import { useId } from 'react';
import type { Placed } from '../../../kit.ts';
import { ElementView, placedIn } from '../elements/ElementView.tsx';
import { useOperator } from '../state/operator.ts';
import { Words } from '../text/Words.tsx';

/** A label, its field, a hint, and what is wrong with it. */
export function InputBlock({ block }: { block: Placed['block'] }) {
  const operator = useOperator();
  const id = useId();
  const error = operator.error(block.block_id);
  const describedBy = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className="block-input">
      <p className="label" id={`${id}-label`}>
        <Words text={block.label} />
        {block.optional && <span className="optional"> (optional)</span>}
      </p>
      {block.element && (
        <ElementView
          placed={placedIn(block, block.element)}
          labelledBy={`${id}-label`}
          describedBy={describedBy || undefined}
          invalid={error !== undefined}
        />
      )}
      {error !== undefined && (
        <p className="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {block.hint && (
        <p className="hint" id={`${id}-hint`}>
          <Words text={block.hint} />
        </p>
      )}
    </div>
  );
}
