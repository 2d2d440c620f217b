import { answerField } from '../../../answers.ts';
import { useOperator } from '../state/operator.ts';
import { type ElementProps, naming } from './element-props.ts';

const KINDS: Record<string, string> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  plain_text_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
};
/** Said from this share of the longest text on. */
const NEARLY = 0.9;

/** One line, several, a day or a time. */
export function TextElement(props: ElementProps) {
  const operator = useOperator();
  const { placed } = props;
  const { element, block } = placed;
  const value = String(operator.held(placed)[answerField(element.type) ?? 'value'] ?? '');
  const left = (element.max_length ?? 3000) - value.length;
  const common = {
    ...naming(props, 'Text'),
    value,
    placeholder: element.placeholder?.text,
    onChange: (event: { currentTarget: { value: string } }) =>
      operator.change(placed, event.currentTarget.value || null),
  };
  const reportsOnEnter =
    block.dispatch_action &&
    (element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']).includes('on_enter_pressed');
  return (
    <div className="text-field">
      {element.multiline ? (
        <textarea className="field" rows={3} {...common} />
      ) : (
        <input
          className="field"
          type={KINDS[element.type] ?? 'text'}
          autoComplete="off"
          {...common}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !reportsOnEnter) return;
            event.preventDefault();
            operator.press(placed);
          }}
        />
      )}
      {value.length > (element.max_length ?? 3000) * NEARLY && (
        <small className={left < 0 ? 'left over' : 'left'}>{left}</small>
      )}
    </div>
  );
}
