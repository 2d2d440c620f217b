import type { Band } from '../../../src/health/bands.ts';
import type { RiskEntry } from '../../../src/risks/read/details.ts';
import type { RiskOutcome } from '../../../src/risks/risk.ts';
import { commonEntryLine } from '../../cases/words.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import { listed, type Markup, md, type Naming, named } from '../../kit/text.ts';
import { course } from './naming.ts';
import { OUTCOMES, scoreText, VERDICTS } from './words.ts';

const ACTION_SHOWN = 300;
const NAMES_SHOWN = 300;

/** What happened, in one line, without the words that were said. */
export function riskEntryLine(entry: RiskEntry, naming: Naming): Markup {
  const by = entry.by ? named(entry.by, naming) : md`Baton`;
  const moved = change(entry);
  switch (entry.action) {
    case 'opened':
      return entry.data['rule'] === 'flagged' ? md`${by} flagged it.` : md`${by} opened it${moved}.`;
    case 'reopened':
      return md`It slips again${moved}.`;
    case 'worsened':
      return entry.data['rule'] === 'exception'
        ? md`There is more: ${clip(entry.change?.reasons[0]?.label ?? 'something serious', 60)}${moved}.`
        : md`It has become worse${moved}.`;
    case 'recovering':
      return md`It is getting better${moved}. The risk stays open.`;
    case 'recovered':
      return md`The score has recovered${moved}. The risk is closed.`;
    case 'claimed':
      return md`${by} has got it.`;
    case 'planned':
      return md`${by} planned it. First: ${excerpt(text(entry, 'firstAction'), ACTION_SHOWN)}${onDay(entry, 'dueOn', ', due ')}.${onDay(entry, 'checkInOn', ' Check-in ')}`;
    case 'checked_in':
      return md`${by} checked in.${onDay(entry, 'checkInOn', ' Check-in ')}`;
    case 'reassigned':
      if (!entry.to) return md`${by} passed it on.`;
      if (entry.to.id === entry.by?.id) return md`${by} took it over.`;
      return md`${by} passed it to ${named(entry.to, naming)}.`;
    case 'resolved':
      return md`${by} resolved it${outcome(entry)}.`;
    case 'noted':
      return entry.data['severity'] === 'critical'
        ? md`${by} saw more. It is critical now.`
        : md`${by} saw more.`;
    case 'escalated':
      return entry.told.length > 0
        ? md`${by} told ${clip(listed(entry.told), NAMES_SHOWN)} that it is late.`
        : md`${by} said that it is late.`;
    case 'stand_in_asked':
      return entry.to
        ? md`${named(entry.to, naming)} covers for the owner now.`
        : md`Someone covers for the owner now.`;
    default:
      return commonEntryLine(entry, by, naming);
  }
}

/** ': Healthy to At risk, score 55' */
function change({ change }: RiskEntry): string {
  if (!change) return '';
  const score = `score ${scoreText(change.score)}`;
  return change.from === change.to
    ? `, ${score}`
    : `: ${course(change.from as Band | null, change.to as Band)}, ${score}`;
}

function outcome({ data }: RiskEntry): string {
  const words = OUTCOMES[data['outcome'] as RiskOutcome]?.toLowerCase();
  const verdict = VERDICTS[data['verdict'] as keyof typeof VERDICTS]?.toLowerCase();
  return words ? ` as ${words}${verdict ? ` (${verdict})` : ''}` : '';
}

function onDay({ data }: RiskEntry, key: string, before: string): string {
  const value = data[key];
  const isDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
  return isDay ? `${before}${day(value)}${before.startsWith(' ') ? '.' : ''}` : '';
}

function text({ data }: RiskEntry, key: string): string {
  return typeof data[key] === 'string' ? data[key] : '';
}
