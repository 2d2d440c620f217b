import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { ViewSeen } from '../../shapes.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { Icon } from '../floating/Icon.tsx';
import { OperatorContext } from '../state/operator.ts';
import { tell } from '../state/talk.ts';
import { useSpot } from '../state/use-spot.ts';
import { plainWords, Words } from '../text/Words.tsx';
import { useFocusInside } from './use-focus-inside.ts';

/** The top modal of a person's stack. */
export function ModalView({ as, view, appName }: { as: string; view: ViewSeen; appName: string }) {
  const title = useId();
  const box = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const onTrouble = useCallback((text: string | null) => setTrouble(text), []);
  const { operator, all } = useSpot({
    as,
    at: { view: view.id },
    blocks: view.body.blocks,
    values: view.values,
    errors: view.errors,
    onTrouble,
  });
  const wrong = Object.keys(view.errors).join();
  useEffect(() => {
    if (wrong) box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [wrong]);

  useFocusInside(box, `${view.body.callback_id} ${plainWords(view.body.title)}`, view.body.blocks);

  const close = () => void tell(as, { do: 'close', view: view.id });
  async function submit() {
    setSending(true);
    const done = await tell(as, { do: 'submit', view: view.id, values: all() });
    setSending(false);
    setTrouble(done.trouble ?? null);
  }

  const { body } = view;
  return (
    <div className="modal-layer">
      <div
        role="dialog"
        className="modal"
        aria-labelledby={title}
        tabIndex={-1}
        ref={box}
        onKeyDown={(event) => event.key === 'Escape' && close()}
      >
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (body.submit && !isSending) void submit();
          }}
        >
          <header className="modal-head">
            {view.below > 0 && (
              <button type="button" className="quiet" aria-label="Back" onClick={close}>
                <Icon name="back" />
              </button>
            )}
            <span className="app-mark" aria-hidden="true">
              {appName.charAt(0)}
            </span>
            <h2 id={title}>
              <Words text={body.title} />
            </h2>
            <button type="button" className="quiet" aria-label="Close" onClick={close}>
              <Icon name="close" />
            </button>
          </header>
          {/* Focusable, so that the keyboard can scroll it. */}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
          <section className="modal-body" tabIndex={0} aria-label="Content">
            {trouble !== null && (
              <p className="trouble" role="alert">
                {trouble}
              </p>
            )}
            <OperatorContext value={operator}>
              <Blocks blocks={body.blocks} />
            </OperatorContext>
          </section>
          <footer className="modal-foot">
            <button type="button" className="button" onClick={close}>
              {body.close ? <Words text={body.close} /> : 'Close'}
            </button>
            {body.submit && (
              <button type="submit" className="button primary" disabled={isSending} aria-busy={isSending}>
                {isSending && <span className="spinner" aria-hidden="true" />}
                <Words text={body.submit} />
              </button>
            )}
          </footer>
        </form>
      </div>
    </div>
  );
}
