import { SHARED } from '../../src/accounts/share.ts';
import { SNAPSHOT } from '../../src/cases/clocks/timer.ts';
import { AGENDA, DIGEST } from '../../src/digests/read-content.ts';
import { BASELINE } from '../../src/figures/figures.ts';
import { BOOK_ENTRY } from '../../src/handoffs/books/load-book.ts';
import { GAPS, readBrief } from '../../src/handoffs/brief/brief.ts';
import { PROPOSED } from '../../src/handoffs/verbs/reassign.ts';
import { readBasis, readReasons } from '../../src/health/reasons.ts';
import { storedConfig } from '../../src/health/rules/load-config.ts';
import { TEAM_CALENDAR } from '../../src/people/calendar-of.ts';
import type { Db } from '../../src/platform/ctx.ts';
import { PLAN } from '../../src/risks/risk.ts';
import { settingsFrom } from '../../src/settings/catalogue.ts';

/** Everything that is kept as JSON, read by what reads it. Returns what cannot be read. */
export async function unreadable(db: Db): Promise<string[]> {
  const found: string[] = [];
  const check = (what: string, id: string, isFine: boolean) => {
    if (!isFine) found.push(`${what} ${id}`);
  };
  for (const { id, brief, gaps } of await db.handoff.findMany()) {
    check('brief', id, readBrief(brief, id).lost.length === 0);
    check('gaps', id, gaps === null || GAPS.read(gaps, id) !== null);
  }
  for (const { id, plan, reasons } of await db.risk.findMany()) {
    check('plan', id, plan === null || PLAN.read(plan, id) !== null);
    check('reasons', id, hasAll(reasons, readReasons(reasons, id)));
  }
  for (const { id, ladder } of await db.timer.findMany())
    check('ladder', id, SNAPSHOT.read(ladder, id) !== null);
  for (const { id, calendar } of await db.team.findMany())
    check('calendar', id, calendar === null || TEAM_CALENDAR.read(calendar, id) !== null);
  for (const { accountId, basis } of await db.accountHealth.findMany())
    check('basis', accountId, basis === null || readBasis(basis, accountId) !== null);
  for (const { id, reasons } of await db.healthChange.findMany())
    check('reasons', id, hasAll(reasons, readReasons(reasons, id)));
  for (const row of await db.healthConfig.findMany())
    check('configuration', `${row.version}`, storedConfig(row) !== null);
  for (const { id, kind, content } of await db.digestRun.findMany())
    check('digest', id, (kind === 'agenda' ? AGENDA : DIGEST).read(content, id) !== null);
  for (const { quarter, scopeKey, figures } of await db.baseline.findMany())
    check('baseline', `${quarter} ${scopeKey}`, BASELINE.read(figures, quarter) !== null);
  for (const { id, action, actor, data } of await db.auditEntry.findMany()) {
    check('actor', id, isObject(actor));
    check('entry', id, isObject(data));
    const read = {
      'account.shared': SHARED,
      'book.moved': BOOK_ENTRY,
      'handoff.receiver_proposed': PROPOSED,
    }[action];
    if (read) check(action, id, read.read(data, id) !== null);
  }
  for (const { id, data } of await db.outboxMessage.findMany()) check('message', id, isObject(data));
  const settings = await db.setting.findMany();
  const { unreadable: unread } = settingsFrom(
    new Map(settings.map(({ key, value }) => [key, String(value)])),
  );
  for (const key of unread) check('setting', key, false);
  return found;
}

const isObject = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const hasAll = (json: unknown, read: readonly unknown[]): boolean =>
  json === null || (Array.isArray(json) && json.length === read.length);
