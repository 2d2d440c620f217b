import { useId } from 'react';
import { answerField } from '../../../answers.ts';
import { type Option, optionsOf } from '../../../kit.ts';
import { useOperator } from '../state/operator.ts';
import { Words } from '../text/Words.tsx';
import { type ElementProps, naming } from './element-props.ts';

/** Radio buttons and checkboxes. */
export function ChoiceElement(props: ElementProps) {
  const operator = useOperator();
  const name = useId();
  const { placed } = props;
  const { element } = placed;
  const isMany = element.type === 'checkboxes';
  const held = operator.held(placed)[answerField(element.type) ?? ''];
  const chosen = (isMany ? held : [held].filter(Boolean)) as Option[];
  const isChosen = (option: Option) => chosen.some((each) => each.value === option.value);
  const { 'aria-invalid': _none, ...named } = naming(props, isMany ? 'Choices' : 'Choice');
  return (
    <div role={isMany ? 'group' : 'radiogroup'} className="choices" {...named}>
      {optionsOf(element).map((option, index) => (
        <label key={option.value ?? index} className="choice">
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={name}
            checked={isChosen(option)}
            onChange={() => {
              if (!isMany) return operator.change(placed, option);
              const others = chosen.filter((each) => each.value !== option.value);
              operator.change(placed, isChosen(option) ? others : [...others, option]);
            }}
          />
          <span>
            <Words text={option.text} />
            {option.description && (
              <small>
                <Words text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
