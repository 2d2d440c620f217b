import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Screen } from '../../shapes.ts';
import { Floating } from '../floating/Floating.tsx';
import { Icon } from '../floating/Icon.tsx';
import { Menu } from '../floating/Menu.tsx';
import { tell } from '../state/talk.ts';
import { CompletionList } from './CompletionList.tsx';
import { completions, type Suggestion } from './completion.ts';

/** Where messages and commands are written. Enter sends, Shift+Enter begins a line, Tab completes. */
export function Composer(props: { screen: Screen; channel: string; thread?: string; placeholder: string }) {
  const { screen, channel, thread, placeholder } = props;
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [isShut, setShut] = useState(false);
  const [isSending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const as = screen.me.name;
  const suggested = isShut ? [] : completions(text, screen, thread !== undefined);
  const current = suggested[at % Math.max(1, suggested.length)];
  const write = (next: string) => {
    setText(next);
    setAt(0);
    setShut(false);
  };

  async function run(done: Promise<{ trouble?: string }>, before: string) {
    setSending(true);
    setTrouble(null);
    const { trouble } = await done;
    setSending(false);
    if (trouble !== undefined) {
      setTrouble(trouble);
      setText((now) => now || before);
    }
    field.current?.focus();
  }
  function send() {
    const line = text.trim();
    if (line === '' || isSending) return;
    write('');
    void run(tell(as, { do: 'type', channel, text: line, ...(thread ? { thread } : {}) }), line);
  }
  const shortcut = (callback: string) => {
    write('');
    void run(tell(as, { do: 'shortcut', callback }), '');
  };
  function take(suggestion: Suggestion) {
    if (suggestion.shortcut !== undefined) return shortcut(suggestion.shortcut);
    write(suggestion.insert);
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    const isWhole = current?.insert.trim() === text.trim();
    if (current && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
      setAt((at + (event.key === 'ArrowDown' ? 1 : suggested.length - 1)) % suggested.length);
    else if (current && (event.key === 'Tab' || (event.key === 'Enter' && !isWhole))) take(current);
    else if (event.key === 'Enter' && !event.shiftKey) send();
    else if (event.key === 'Escape' && current) setShut(true);
    else return;
    event.preventDefault();
  }

  const globals = screen.shortcuts.filter((each) => each.type === 'global');
  return (
    <div className="composer-wrap">
      {trouble !== null && (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
      <div className="composer" ref={box}>
        {globals.length > 0 && !thread && (
          <Menu
            label="Shortcuts"
            className="quiet"
            items={globals.map((each) => ({
              key: each.callbackId,
              text: each.name,
              note: each.description,
              onChoose: () => shortcut(each.callbackId),
            }))}
          >
            <Icon name="plus" />
          </Menu>
        )}
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          role="combobox"
          aria-expanded={current !== undefined}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={current ? `${list}-${current.key}` : undefined}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className="send"
          aria-label="Send"
          disabled={text.trim() === ''}
          aria-busy={isSending}
          onClick={send}
        >
          {isSending ? <span className="spinner" aria-hidden="true" /> : <Icon name="send" />}
        </button>
      </div>
      {current && (
        <Floating anchor={box} onClose={() => setShut(true)} wide>
          <CompletionList id={list} suggested={suggested} current={current} onTake={take} />
        </Floating>
      )}
    </div>
  );
}
