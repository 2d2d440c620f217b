import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Floating } from './Floating.tsx';

export interface MenuItem {
  key: string;
  text: ReactNode;
  note?: ReactNode;
  isCurrent?: boolean;
  onChoose: () => void;
}

/** A button that opens a list of things to do. Arrow keys, Home, End, Enter, Escape. */
export function Menu(props: {
  label: string;
  /** What stands on the button says what it does. */
  speaks?: boolean;
  className?: string;
  children: ReactNode;
  items: MenuItem[];
  align?: 'start' | 'end';
  disabled?: boolean;
  /** Below the list: to read, not to choose. */
  footer?: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = (): HTMLElement[] => [
    ...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? []),
  ];
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    if (!isOpen) return;
    const all = items();
    (all.find((each) => each.ariaChecked === 'true') ?? all[0])?.focus();
  }, [isOpen]);

  function onKeyDown(event: KeyboardEvent) {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[(to + all.length) % all.length]?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      <button
        type="button"
        ref={button}
        className={props.className ?? 'quiet'}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={props.speaks ? undefined : props.label}
        disabled={props.disabled}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {props.children}
      </button>
      {isOpen && (
        <Floating anchor={button} onClose={() => setOpen(false)} align={props.align ?? 'start'}>
          <div
            role="menu"
            aria-label={props.label}
            className="menu"
            tabIndex={-1}
            onKeyDown={onKeyDown}
            ref={list}
          >
            {props.items.map((item) => (
              <button
                key={item.key}
                type="button"
                {...(item.isCurrent === undefined
                  ? { role: 'menuitem' }
                  : { role: 'menuitemradio', 'aria-checked': item.isCurrent })}
                className="menu-item"
                tabIndex={-1}
                onClick={() => {
                  close();
                  item.onChoose();
                }}
              >
                <span>{item.text}</span>
                {item.note !== undefined && <small>{item.note}</small>}
              </button>
            ))}
          </div>
          {props.footer}
        </Floating>
      )}
    </>
  );
}
