import type { Screen } from '../../shapes.ts';

export interface Suggestion {
  key: string;
  text: string;
  note: string;
  hint?: string;
  /** What is written instead of the word at the end. */
  insert: string;
  /** A shortcut is run, not written. */
  shortcut?: string;
}

/** What fits the end of what is typed: a command, a shortcut, a person or a channel. */
export function completions(typed: string, screen: Screen, inThread: boolean): Suggestion[] {
  if (/^\/\S*$/.test(typed) && !inThread) {
    const wanted = typed.slice(1).toLowerCase();
    const commands = screen.commands
      .filter(({ command }) => command.slice(1).startsWith(wanted))
      .map(({ command, description, usageHint }) => ({
        key: command,
        text: command,
        hint: usageHint,
        note: description,
        insert: `${command} `,
      }));
    const shortcuts = screen.shortcuts
      .filter(({ type, name }) => type === 'global' && name.toLowerCase().includes(wanted))
      .map(({ name, callbackId, description }) => ({
        key: callbackId,
        text: name,
        hint: 'shortcut',
        note: description,
        insert: '',
        shortcut: callbackId,
      }));
    return [...commands, ...shortcuts];
  }
  const [, sign, part = ''] = /(?:^|\s)([@#])([\w.-]*)$/.exec(typed) ?? [];
  if (sign === '@')
    return screen.people
      .filter(({ name, realName }) => `${name} ${realName}`.toLowerCase().includes(part.toLowerCase()))
      .map(({ id, name, realName, title }) => ({
        key: id,
        text: `@${name}`,
        note: title || realName,
        insert: `${typed.slice(0, typed.length - part.length)}${name} `,
      }));
  if (sign === '#')
    return screen.channels
      .filter(({ kind, name }) => kind !== 'im' && name.includes(part.toLowerCase()))
      .map(({ id, name }) => ({
        key: id,
        text: `#${name}`,
        note: '',
        insert: `${typed.slice(0, typed.length - part.length)}${name} `,
      }));
  return [];
}
