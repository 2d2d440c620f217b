import { useId } from 'react';
import type { Placed } from '../../../kit.ts';
import { ElementView, placedIn } from '../elements/ElementView.tsx';
import { useOperator } from '../state/operator.ts';
import { Words } from '../text/Words.tsx';

/** Several fields to one label. */
const GROUPS = ['radio_buttons', 'checkboxes'];

/** A label, its field, a hint, and what is wrong with it. */
export function InputBlock({ block }: { block: Placed['block'] }) {
  const operator = useOperator();
  const id = useId();
  const error = operator.error(block.block_id);
  const describedBy = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ');
  const isGroup = GROUPS.includes(block.element?.type ?? '');
  const label = (
    <>
      <Words text={block.label} />
      {block.optional && <span className="optional"> (optional)</span>}
    </>
  );
  return (
    <div className="block-input">
      {isGroup ? (
        <p className="label" id={`${id}-label`}>
          {label}
        </p>
      ) : (
        <label className="label" htmlFor={`${id}-field`}>
          {label}
        </label>
      )}
      {block.element && (
        <ElementView
          placed={placedIn(block, block.element)}
          {...(isGroup ? { labelledBy: `${id}-label` } : { id: `${id}-field` })}
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
