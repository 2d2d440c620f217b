import { useId } from 'react';
import type { Element } from '../../../kit.ts';
import { Words } from '../text/Words.tsx';
import { Dialog } from './Dialog.tsx';

/** Asks before a button does what it does. */
export function Confirm(props: {
  question: NonNullable<Element['confirm']>;
  onAnswer: (yes: boolean) => void;
}) {
  const { question, onAnswer } = props;
  const title = useId();
  return (
    <Dialog labelledBy={title} className="confirm" onClose={() => onAnswer(false)}>
      <h2 id={title}>
        <Words text={question.title} />
      </h2>
      <p>
        <Words text={question.text} />
      </p>
      <footer className="modal-foot">
        <button type="button" className="button" onClick={() => onAnswer(false)}>
          <Words text={question.deny} />
        </button>
        <button type="button" className="button primary" onClick={() => onAnswer(true)}>
          <Words text={question.confirm} />
        </button>
      </footer>
    </Dialog>
  );
}
