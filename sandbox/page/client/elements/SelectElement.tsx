import { answerField, isMany } from '../../../answers.ts';
import { useOperator } from '../state/operator.ts';
import { useReader } from '../text/reader.ts';
import { choicesOf, chosenOf, fitting, optionChoice } from './choices.ts';
import { type ElementProps, naming } from './element-props.ts';
import { Picker } from './Picker.tsx';

/** Every kind of select: fixed, external, people, channels; for one or for several. */
export function SelectElement(props: ElementProps) {
  const operator = useOperator();
  const reader = useReader();
  const { placed } = props;
  const { element } = placed;
  const many = isMany(element.type);
  const isExternal = element.type.endsWith('external_select');
  const held = operator.held(placed)[answerField(element.type) ?? ''];
  return (
    <Picker
      naming={naming(props, 'Menu')}
      placeholder={element.placeholder?.text ?? 'Choose…'}
      chosen={chosenOf(placed, held, reader)}
      many={many}
      max={element.max_selected_items}
      // Only inputs can be emptied.
      canClear={placed.block.type === 'input'}
      least={isExternal ? (element.min_query_length ?? 3) : 0}
      find={async (query) =>
        isExternal
          ? (await operator.suggest(placed, query)).map((option) => optionChoice(option))
          : fitting(choicesOf(placed, reader), query)
      }
      onChoose={(choices) => {
        const values = choices.map((each) => each.value);
        operator.change(placed, many ? values : (values[0] ?? null));
      }}
    />
  );
}
