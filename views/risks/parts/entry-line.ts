import type { Band, Cuts } from '../../../src/health/bands.ts';
import type { RiskDetails, RiskEntry } from '../../../src/risks/read/details.ts';
import type { RiskOutcome } from '../../../src/risks/risk.ts';
import { commonEntryLine } from '../../cases/words.ts';
import { scoreThen } from '../../health/words.ts';
import { clip } from '../../kit/clip.ts';
import { day } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import { dotted, listed, type Markup, md, type Naming, named } from '../../kit/text.ts';
import { course } from './naming.ts';
import { OUTCOMES, VERDICTS } from './words.ts';

const ACTION_SHOWN = 300;
const NAMES_SHOWN = 300;

/** What happened, in one line, without the words that were said. */
export function riskEntryLine(entry: RiskEntry, { cuts }: Pick<RiskDetails, 'cuts'>, naming: Naming): Markup {
  const by = entry.by ? named(entry.by, naming) : md`Baton`;
  const moved = change(entry, cuts);
  switch (entry.action) {
    case 'opened':
      return entry.data['rule'] === 'flagged' ? md`${by} flagged it` : md`${by} opened it${moved}`;
    case 'reopened':
      return md`Slipping again${moved}`;
    case 'worsened':
      return entry.data['rule'] === 'exception'
        ? md`Also: ${clip(entry.change?.reasons[0]?.label ?? 'something serious', 60)}${moved}`
        : entry.data['rule'] === 'slide'
          ? md`Sliding below its usual`
          : md`Getting worse${moved}`;
    case 'recovering':
      if (entry.data['rule'] === 'slid_back') return md`Back near its usual. The risk stays open`;
      return md`Getting better${moved}. The risk stays open`;
    case 'recovered':
      return entry.data['rule'] === 'slid_back'
        ? md`Closed, because it is back near its usual`
        : md`Closed, because the score recovered${moved}`;
    case 'claimed':
      return md`${by} took it`;
    case 'planned':
      return dotted([
        md`${by} planned it: ${excerpt(text(entry, 'firstAction'), ACTION_SHOWN)}${onDay(entry, 'dueOn', ' by ')}`,
        onDay(entry, 'checkInOn', 'check-in '),
      ]);
    case 'checked_in':
      return dotted([md`${by} posted an update`, onDay(entry, 'checkInOn', 'next check-in ')]);
    case 'reassigned':
      if (!entry.to) return md`${by} reassigned it`;
      if (entry.to.id === entry.by?.id) return md`${by} took it`;
      return md`${by} reassigned it to ${named(entry.to, naming)}`;
    case 'resolved':
      return md`${by} closed it${outcome(entry)}`;
    case 'noted':
      return entry.data['severity'] === 'critical'
        ? md`${by} added a note. Now critical`
        : md`${by} added a note`;
    case 'escalated':
      return entry.told.length > 0
        ? md`Escalated to ${clip(listed(entry.told), NAMES_SHOWN)} (overdue)`
        : md`Escalated (overdue)`;
    default:
      return commonEntryLine(entry, by, naming);
  }
}

/** ': healthy to at risk (score 55)' */
function change({ change }: RiskEntry, cuts: Cuts): string {
  if (!change) return '';
  const score = scoreThen(change.score, change.to as Band, cuts);
  return change.from === change.to
    ? score
    : `: ${course(change.from as Band | null, change.to as Band)}${score}`;
}

function outcome({ data }: RiskEntry): string {
  const words = OUTCOMES[data['outcome'] as RiskOutcome]?.toLowerCase();
  const verdict = VERDICTS[data['verdict'] as keyof typeof VERDICTS]?.toLowerCase();
  return words ? `: ${words}${verdict ? ` (${verdict})` : ''}` : '';
}

function onDay({ data }: RiskEntry, key: string, before: string): string {
  const value = data[key];
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? `${before}${day(value)}` : '';
}

function text({ data }: RiskEntry, key: string): string {
  return typeof data[key] === 'string' ? data[key] : '';
}
