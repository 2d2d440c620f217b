import { useEffect, useState } from 'react';
import type { Screen } from '../../shapes.ts';
import { moveClock, tell } from '../state/talk.ts';
import { type Help, isIn, STEPS } from './steps.ts';

/** Leads through one deal and one risk. It goes on by itself when a step is done, by hand or by its button. */
export function Tour(props: {
  screen: Screen;
  step: number;
  onStep: (step: number) => void;
  onBe: (name: string, open: string) => void;
  onEnd: () => void;
}) {
  const { screen, step, onStep, onBe, onEnd } = props;
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const current = STEPS[step];
  const isDone = step > 0 && current !== undefined && current.done(screen);
  useEffect(() => {
    if (isDone) onStep(step + 1);
  }, [isDone, step, onStep]);
  if (!current) return null;

  /** The first step needs no deed: whoever begins may be the rep already. */
  function become(name: string, open: string): { trouble?: string } {
    onBe(name, open);
    if (step === 0) onStep(1);
    return {};
  }
  /** A button that leads to where one is already does nothing, nor does one that fills in a window that is not open. */
  function helps(help: Help): boolean {
    if ('be' in help) return step === 0 || !isIn(screen, help.be, help.open === 'app' ? 'im' : help.open);
    return !('act' in help) || screen.modal !== null || help.act(screen).do !== 'fill';
  }
  const [label, what] = current.help?.find(([, help]) => helps(help)) ?? [];
  async function help() {
    if (!what) return;
    setBusy(true);
    const done =
      'be' in what
        ? become(what.be, what.open)
        : 'move' in what
          ? await moveClock(screen.me.name, what.move)
          : await tell(screen.me.name, what.act(screen));
    setBusy(false);
    setTrouble(done.trouble ?? null);
  }

  const isLast = step === STEPS.length - 1;
  return (
    <aside className="tour" aria-label="Tour">
      <p className="tour-step">
        {step + 1} of {STEPS.length}
      </p>
      <div aria-live="polite">
        <h2>{current.title}</h2>
        <p>{current.text}</p>
      </div>
      {trouble !== null && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
      <p className="tour-foot">
        <button type="button" className="quiet" onClick={onEnd}>
          {isLast ? 'Close' : 'Skip'}
        </button>
        {label && (
          <button
            type="button"
            className="button primary"
            disabled={isBusy || screen.moving}
            aria-busy={isBusy || screen.moving}
            onClick={() => void help()}
          >
            {(isBusy || screen.moving) && <span className="spinner" aria-hidden="true" />}
            {label}
          </button>
        )}
      </p>
    </aside>
  );
}
