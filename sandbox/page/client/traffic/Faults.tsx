import { FAULTS, type Fault } from '../../shapes.ts';

const WORDS: Record<Fault, [name: string, what: string]> = {
  rateLimit: ['429', 'Slack answers every call: too many requests'],
  slow: ['Slow', 'Slack takes two seconds for each call'],
  drop: ['Lost answer', 'Slack takes the next message, and its answer is lost'],
  away: ['Slack away', 'Slack refuses connections'],
};

export function Faults(props: {
  state: Record<Fault, boolean>;
  onTurn: (fault: Fault, on: boolean) => Promise<void>;
}) {
  return (
    <fieldset className="faults">
      <legend>Trouble</legend>
      {FAULTS.map((fault) => {
        const [name, what] = WORDS[fault];
        return (
          <button
            key={fault}
            type="button"
            role="switch"
            aria-checked={props.state[fault]}
            className="switch"
            onClick={() => void props.onTurn(fault, !props.state[fault])}
          >
            <span className="knob" aria-hidden="true" />
            <span>
              <strong>{name}</strong>
              <small>{what}</small>
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
