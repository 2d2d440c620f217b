import type { HandoffService } from '../../src/figures/figures.ts';
import type { Company } from './company.ts';
import { DAY, HOUR } from './days.ts';
import type { Stage } from './stage.ts';

/** As shipped: in days of the receiver. */
const ACKNOWLEDGE_DAYS = 1;
const ACCEPT_DAYS = 3;
const KICKOFF_DAYS = 14;
const KICKOFFS = ['sales_to_cs', 'sales_to_service'];

/** What share of the handoffs first sent in a period was answered in time, by their rows and histories alone. */
export async function attainment(
  stage: Stage,
  company: Company,
  { from, to }: { from: Date; to: Date },
): Promise<HandoffService> {
  const { db } = stage.database;
  const rows = await db.handoff.findMany({ where: { submittedAt: { gte: from, lt: to } } });
  const entries = await db.auditEntry.findMany({
    where: { action: { in: ['handoff.acknowledged', 'handoff.accepted'] } },
    orderBy: { at: 'asc' },
  });
  const now = stage.now().getTime();
  const shares = { acknowledged: none(), accepted: none(), kickoff: none(), firstPass: none() };
  const hours = { hoursToAcknowledge: [] as number[], hoursToAccept: [] as number[] };
  const count = (share: { met: number; of: number }, isMet: boolean) => {
    share.of += 1;
    share.met += isMet ? 1 : 0;
  };
  for (const row of rows) {
    const receiver = company.byId.get(row.receiverId ?? '');
    if (!receiver || !row.submittedAt) throw new Error(`H-${row.number} went to nobody`);
    const { add, between, dayMs, day } = receiver.hours;
    const sent = row.submittedAt.getTime();
    const until = row.state === 'cancelled' ? (row.closedAt?.getTime() ?? now) : now;
    const first = entries.find(({ subjectId }) => subjectId === row.id)?.at.getTime();
    const accepted = row.acceptedAt?.getTime();
    const judge = (share: { met: number; of: number }, days: number, at: number | undefined) => {
      const limit = add(sent, days * dayMs);
      if (limit <= until) count(share, at !== undefined && at <= limit);
    };
    judge(shares.acknowledged, ACKNOWLEDGE_DAYS, first);
    judge(shares.accepted, ACCEPT_DAYS, accepted);
    const last = Date.parse(day(sent)) + KICKOFF_DAYS * DAY;
    if (KICKOFFS.includes(row.kind) && Date.parse(day(until)) > last)
      count(shares.kickoff, row.kickoffOn !== null && row.kickoffOn.getTime() <= last);
    if (accepted !== undefined) count(shares.firstPass, row.returns === 0);
    if (first !== undefined) hours.hoursToAcknowledge.push(between(sent, first) / HOUR);
    if (accepted !== undefined) hours.hoursToAccept.push(between(sent, accepted) / HOUR);
  }
  return {
    ...shares,
    hoursToAcknowledge: median(hours.hoursToAcknowledge),
    hoursToAccept: median(hours.hoursToAccept),
  };
}

const none = () => ({ met: 0, of: 0 });

/** To a tenth. */
function median(all: number[]): { value: number | null; of: number } {
  const some = all.toSorted((a, b) => a - b);
  if (some.length === 0) return { value: null, of: 0 };
  const [low = 0, high = 0] = [some[Math.floor((some.length - 1) / 2)], some[Math.floor(some.length / 2)]];
  return { value: Math.round(((low + high) / 2) * 10) / 10, of: some.length };
}
