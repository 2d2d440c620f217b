import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Floating } from '../floating/Floating.tsx';
import type { Choice } from './choices.ts';
import { PickerList } from './PickerList.tsx';
import { useFound } from './use-found.ts';

/** A menu to type in: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
export function Picker(props: {
  naming: Record<string, unknown>;
  placeholder: string;
  chosen: Choice[];
  many: boolean;
  max?: number | undefined;
  canClear: boolean;
  /** So many letters before anything is looked for. */
  least: number;
  find: (query: string) => Promise<Choice[]>;
  onChoose: (choices: Choice[]) => void;
}) {
  const { chosen, many, onChoose } = props;
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const found = useFound({ isOpen, query, least: props.least, find: props.find });
  const choices = found.choices.filter((each) => !many || !chosen.some((one) => one.key === each.key));
  const isFull = props.max !== undefined && chosen.length >= props.max;

  function show(open: boolean) {
    setOpen(open);
    setQuery('');
    setAt(0);
  }
  function choose(choice: Choice | undefined) {
    if (!choice || (many && isFull)) return;
    show(false);
    onChoose(many ? [...chosen, choice] : [choice]);
  }
  const without = (key: string) => onChoose(chosen.filter((each) => each.key !== key));

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Backspace' && query === '' && many) {
      const last = chosen.at(-1);
      if (last) without(last.key);
      return;
    }
    if (event.key === 'Tab') return show(false);
    if (event.key === 'Escape' && !isOpen) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!isOpen) show(true);
      else {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setAt((at + step + choices.length) % Math.max(1, choices.length));
      }
    } else if (event.key === 'Enter' && isOpen) choose(choices[at]);
    else if (event.key === 'Escape') show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const single = many ? undefined : chosen[0];
  return (
    <div className="picker" ref={box}>
      {many &&
        chosen.map((each) => (
          <span key={each.key} className="chip">
            {each.text}
            <button type="button" aria-label={`Remove ${each.text}`} onClick={() => without(each.key)}>
              ×
            </button>
          </span>
        ))}
      <input
        ref={input}
        className="field"
        role="combobox"
        autoComplete="off"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && choices[at] ? `${list}-${at}` : undefined}
        {...props.naming}
        placeholder={single?.text ?? props.placeholder}
        value={isOpen ? query : (single?.text ?? '')}
        onClick={() => !isOpen && show(true)}
        onChange={(event) => {
          setOpen(true);
          setAt(0);
          setQuery(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        // Whoever comes here with the keyboard opens it with an arrow or by typing.
        onBlur={() => isOpen && show(false)}
      />
      {single && props.canClear && !isOpen && (
        <button
          type="button"
          className="clear"
          aria-label={`Clear ${single.text}`}
          onClick={() => onChoose([])}
        >
          ×
        </button>
      )}
      <span className="caret" aria-hidden="true" />
      {isOpen && (
        <Floating anchor={box} onClose={() => show(false)} wide>
          <PickerList id={list} choices={choices} at={at} says={found.says} onChoose={choose} />
        </Floating>
      )}
    </div>
  );
}
