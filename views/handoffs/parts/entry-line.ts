import type { HistoryEntry } from '../../../src/handoffs/read/picture.ts';
import { commonEntryLine } from '../../cases/words.ts';
import { type Naming, named } from '../../kit/naming.ts';
import { listed, type Markup, md } from '../../kit/text.ts';

/** What happened, in one line, without the words that were said. */
export function entryLine(entry: HistoryEntry, naming: Naming): Markup {
  const by = entry.by ? named(entry.by, naming) : md`Baton`;
  // Who the receiver was then is known only where the entry says so.
  const to = entry.to ? md` to ${named(entry.to, naming)}` : md``;
  const labels = listed(entry.labels);
  switch (entry.action) {
    case 'submitted':
      return md`${by} handed it over${to}.`;
    case 'resubmitted':
      return md`${by} answered what was asked for and handed it over again.`;
    case 'acknowledged':
      return md`${by} has seen it and decides on it.`;
    case 'accepted':
      return md`${by} accepted it.`;
    case 'finished':
      return md`${by} finished it.`;
    case 'returned':
      return labels ? md`${by} asked for more: ${labels}.` : md`${by} asked for more.`;
    case 'reassigned':
      return md`${by} passed it on${to}.`;
    case 'stand_in_asked':
      return entry.to
        ? md`${named(entry.to, naming)} covers now and was asked.`
        : md`${by} asked who covers.`;
    case 'receiver_proposed':
      return md`${by} proposed to reassign it${to}.`;
    case 'cancelled':
      return md`${by} cancelled it.`;
    case 'decision_promised':
      return md`${by} promised a decision.`;
    case 'amended':
      return labels ? md`${by} changed: ${labels}.` : md`${by} changed the brief.`;
    case 'escalated':
      return labels ? md`${by} told ${labels} that it is late.` : md`${by} escalated it.`;
    default:
      return commonEntryLine(entry.action, by);
  }
}
