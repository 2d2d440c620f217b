import type { CaseEntry } from '../../cases/case.ts';
import { type CaseHistory, loadEntries, loadPage, type ReadingHistory } from '../../cases/load-history.ts';
import type { People } from '../../people/person.ts';
import type { EntryData } from '../../platform/audit.ts';
import { type Brief, readBrief } from '../brief/brief.ts';
import { CHANGES } from '../brief/changes.ts';
import { partLabel, type Template } from '../brief/template.ts';
import type { HandoffAction } from '../handoff.ts';
import { loadTemplate } from '../questions/load-templates.ts';
import type { HandoffDetails, HistoryEntry, ShownHandoff } from './details.ts';

type Readable = Pick<HandoffDetails, 'id' | 'readable'>;

const HISTORY: CaseHistory<HistoryEntry> = {
  type: 'handoff',
  perPage: 20,
  async adding({ db, workspace }, id) {
    const where = { id, workspaceId: workspace.id };
    const handoff = await db.handoff.findFirst({ where, select: { template: true, brief: true } });
    if (!handoff) return null;
    const template = await loadTemplate(db, workspace.id, handoff.template);
    const { brief } = readBrief(handoff.brief, id);
    return (entry, data, people) => ({
      ...entry,
      labels: labelsIn(data, { template, brief }, people),
      booked: bookedIn(entry, data),
      changes: changesIn(entry, data),
      due: dueIn(entry, data),
    });
  },
};

/** Returns a page, the latest entry first, for somebody who may read it. `page` counts from 0. */
export function loadHistory(ctx: ReadingHistory, { id }: Readable, page: number) {
  return loadPage(ctx, HISTORY, id, page);
}

/** Returns one entry of this handoff; without what was said in it to somebody who may not read that. */
export async function loadHistoryEntry(
  ctx: ReadingHistory,
  shown: ShownHandoff,
  entryId: string,
): Promise<HistoryEntry | null> {
  const [entry] = await loadEntries(ctx, HISTORY, { id: entryId, subjectId: shown.id }, { take: 1 });
  return !entry || shown.readable ? (entry ?? null) : { ...entry, words: null, labels: [], changes: [] };
}

/** Returns the latest entries of these actions, the latest first; with `upTo`, those until that entry. */
export function loadLatest(
  ctx: ReadingHistory,
  { id }: Readable,
  actions: readonly HandoffAction[],
  { take, upTo }: { take: number; upTo?: string },
): Promise<HistoryEntry[]> {
  return loadEntries(ctx, HISTORY, { subjectId: id, actions, ...(upTo && { upTo }) }, { take });
}

function bookedIn({ action }: CaseEntry, data: EntryData): HistoryEntry['booked'] {
  const on = action === 'kickoff_booked' ? data.text('day') : null;
  return on ? { on, was: data.text('was') } : null;
}

function dueIn({ action }: CaseEntry, data: EntryData): Date | null {
  const due = new Date((action === 'became_urgent' && data.text('due')) || Number.NaN);
  return Number.isNaN(due.getTime()) ? null : due;
}

/** An earlier version kept none. */
function changesIn({ id, action }: CaseEntry, { all }: EntryData): HistoryEntry['changes'] {
  return action === 'amended' && all['changes'] !== undefined ? (CHANGES.read(all['changes'], id) ?? []) : [];
}

interface Written {
  template: Template;
  brief: Brief;
}

function labelsIn(data: EntryData, { template, brief }: Written, people: People): string[] {
  const labelOf = (key: string) => template.criteria.find((one) => one.key === key)?.label ?? key;
  return [
    ...data.list('criteria').map(labelOf),
    ...data.list('fields').map((part) => partLabel(template, brief, part)),
    ...data.list('told').flatMap((id) => people.get(id)?.name ?? []),
  ];
}
