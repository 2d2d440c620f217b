import { useState } from 'react';
import { Icon } from '../floating/Icon.tsx';
import { Confirm } from '../modal/Confirm.tsx';

const plain = (text: string) => ({ type: 'plain_text', text });

const QUESTION = {
  title: plain('Begin anew?'),
  text: plain('Everything that happened is forgotten, in every window. The sample company starts over.'),
  confirm: plain('Reset'),
  deny: plain('Cancel'),
};

export function ResetButton({ onReset }: { onReset: () => Promise<void> }) {
  const [asks, setAsks] = useState(false);
  const [isBusy, setBusy] = useState(false);
  return (
    <>
      <button
        type="button"
        className="bar-button"
        disabled={isBusy}
        aria-busy={isBusy}
        onClick={() => setAsks(true)}
      >
        {isBusy ? <span className="spinner" aria-hidden="true" /> : <Icon name="reset" />}
        <span className="bar-label">Reset</span>
      </button>
      {asks && (
        <Confirm
          question={QUESTION}
          onAnswer={(yes) => {
            setAsks(false);
            if (!yes) return;
            setBusy(true);
            void onReset().finally(() => setBusy(false));
          }}
        />
      )}
    </>
  );
}
