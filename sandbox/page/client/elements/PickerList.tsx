import { useEffect, useRef } from 'react';
import type { Choice } from './choices.ts';

export function PickerList(props: {
  id: string;
  choices: Choice[];
  /** The one that Enter chooses. */
  at: number;
  says: string | null;
  onChoose: (choice: Choice) => void;
}) {
  const { id, choices, at, says } = props;
  const current = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the current one
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div role="listbox" id={id} aria-label="Choices" className="menu">
      {says !== null && <p className="menu-says">{says}</p>}
      {choices.map((choice, index) => (
        <div key={choice.key}>
          {choice.group !== undefined && choice.group !== choices[index - 1]?.group && (
            <p className="menu-group">{choice.group}</p>
          )}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the current one */}
          <div
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            ref={index === at ? current : null}
            className="menu-item"
            // Before the field loses the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              props.onChoose(choice);
            }}
          >
            <span>{choice.text}</span>
            {choice.note && <small>{choice.note}</small>}
          </div>
        </div>
      ))}
    </div>
  );
}
