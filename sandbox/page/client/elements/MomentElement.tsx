import { useOperator } from '../state/operator.ts';
import { useReader } from '../text/reader.ts';
import { type ElementProps, naming } from './element-props.ts';

/** A day with a time. The answer is in seconds, what is shown in the reader's zone. */
export function MomentElement(props: ElementProps) {
  const operator = useOperator();
  const { me } = useReader();
  const { placed } = props;
  const seconds = operator.held(placed)['selected_date_time'] as number | null;
  return (
    <input
      type="datetime-local"
      className="field"
      {...naming(props, 'Day and time')}
      value={seconds === null ? '' : wallTime(seconds * 1000, me.zone)}
      onChange={(event) => {
        const shown = event.currentTarget.value;
        operator.change(placed, shown ? instantAt(shown, me.zone) / 1000 : null);
      }}
    />
  );
}

/** 'YYYY-MM-DDTHH:MM' on a clock in the zone. */
const wallTime = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');

function instantAt(shown: string, zone: string): number {
  const asUtc = Date.parse(`${shown}:00Z`);
  const away = Date.parse(`${wallTime(asUtc, zone)}:00Z`) - asUtc;
  return asUtc - away;
}
