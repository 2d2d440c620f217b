import type { Suggestion } from './completion.ts';

export function CompletionList(props: {
  id: string;
  suggested: Suggestion[];
  current: Suggestion;
  onTake: (suggestion: Suggestion) => void;
}) {
  return (
    <div role="listbox" id={props.id} aria-label="Completions" className="menu">
      {props.suggested.map((each) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the current one
        <div
          key={each.key}
          id={`${props.id}-${each.key}`}
          role="option"
          aria-selected={each === props.current}
          className="menu-item"
          onPointerDown={(event) => {
            event.preventDefault();
            props.onTake(each);
          }}
        >
          <span>
            <strong>{each.text}</strong> {each.hint && <code>{each.hint}</code>}
          </span>
          {each.note && <small>{each.note}</small>}
        </div>
      ))}
    </div>
  );
}
