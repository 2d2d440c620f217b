import { useState } from 'react';
import { answerKey } from '../../../answers.ts';
import { Confirm } from '../modal/Confirm.tsx';
import { useOperator } from '../state/operator.ts';
import { Words } from '../text/Words.tsx';
import type { ElementProps } from './element-props.ts';

export function ButtonElement({ placed }: ElementProps) {
  const operator = useOperator();
  const [asks, setAsks] = useState(false);
  const { element } = placed;
  const { url, style, confirm } = element;
  const label = (element as { accessibility_label?: string }).accessibility_label;
  const press = () => operator.press(placed);
  const isBusy = operator.busy === answerKey(placed);
  return (
    <>
      <button
        type="button"
        className={`button ${style ?? ''}`}
        aria-label={label}
        aria-busy={isBusy}
        disabled={operator.busy !== null}
        onClick={() => {
          if (url) open(url, '_blank', 'noreferrer');
          if (confirm) setAsks(true);
          else press();
        }}
      >
        {isBusy && <span className="spinner" aria-hidden="true" />}
        <Words text={element.text} />
      </button>
      {confirm && asks && (
        <Confirm
          question={confirm}
          onAnswer={(yes) => {
            setAsks(false);
            if (yes) press();
          }}
        />
      )}
    </>
  );
}
