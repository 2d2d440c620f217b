import type { LastAction } from '../../../src/digests/agenda.ts';
import { dayOf } from '../../kit/dates.ts';
import type { Naming } from '../../kit/naming.ts';
import { type Markup, md } from '../../kit/text.ts';
import { person, short } from './short.ts';

const WORDS_SHOWN = 200;

const DONE: Record<string, string> = {
  opened: 'opened it',
  reopened: 'opened it again',
  claimed: 'took it',
  planned: 'planned it',
  checked_in: 'checked in',
  snoozed: 'snoozed it',
  reassigned: 'passed it on',
  noted: 'saw more',
  nudged: 'nudged',
};

/** '3 Dec, Sample CSM checked in: “…”' */
export function lastActionText(last: LastAction | null, naming: Naming): Markup {
  if (!last) return md`nothing yet.`;
  const by = last.by ? person(last.by, naming) : md`Baton`;
  const words = last.words ? md`: “${short(last.words, WORDS_SHOWN)}”` : md`.`;
  const done = DONE[last.action] ?? last.action.replaceAll('_', ' ');
  return md`${dayOf(new Date(last.at))}, ${by} ${done}${words}`;
}
