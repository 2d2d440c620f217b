// What was promised about risks, from their history, against what stands in Slack, from Slack's side.
import type { AuditEntry, OutboxMessage, PrismaClient } from '../../prisma/generated/client.ts';
import type { Post, Sandbox } from '../../sandbox/server.ts';
import type { Watched } from './health-plan.ts';

export interface Told {
  /** Cards, requests and news that the history of risks promises. */
  promised: number;
  /** Not in the outbox, not in Slack, or not where they belong. */
  missing: string[];
  /** Said more than once in Slack. */
  doubled: string[];
  /** In the outbox for no reason that the history knows. */
  unpromised: string[];
  /** Cards that do not show how it stands. */
  stale: string[];
  /** Said of risks in all: also reminders, escalations, mornings. */
  said: number;
}

const TOLD = ['risk.reopened', 'risk.worsened', 'risk.recovering', 'risk.recovered', 'risk.claimed'];
const PROMISED = ['risk_card', 'risk_request', 'risk_event'];
const SHOWN = {
  open: /aiting for .* to take it/,
  claimed: / is on it/,
  resolved: /Closed: the score recovered/,
};

export async function whatWasTold(
  db: PrismaClient,
  sandbox: Sandbox,
  accounts: readonly Watched[],
  now: Date,
): Promise<Told> {
  const posts = sandbox.posts.filter(({ ephemeral, via }) => !ephemeral && via === 'api');
  const said = new Map<string, Post[]>();
  for (const post of posts) {
    const id = String(post.metadata?.event_payload['delivery_id']);
    said.set(id, [...(said.get(id) ?? []), post]);
  }
  const messages = await db.outboxMessage.findMany({ orderBy: { id: 'asc' } });
  const risks = await db.risk.findMany({ include: { account: true } });
  const entries = await db.auditEntry.findMany({ where: { subjectType: 'risk' }, orderBy: { id: 'asc' } });
  const told: Told = { promised: 0, missing: [], doubled: [], unpromised: [], stale: [], said: posts.length };

  for (const message of messages) {
    const times = said.get(message.id)?.length ?? 0;
    const name = `${message.kind} ${message.dedupeKey}`;
    if (times > 1) told.doubled.push(`${name}: ${times} times`);
    if (message.state === 'sent' && times === 0) told.missing.push(`${name}: sent, and not in Slack`);
    if (message.state === 'skipped' && times > 0) told.doubled.push(`${name}: skipped, and in Slack`);
    const waits = message.state === 'pending' && message.holdUntil && message.holdUntil > now;
    if (!['sent', 'skipped'].includes(message.state) && !(waits && !PROMISED.includes(message.kind)))
      told.missing.push(`${name}: ${message.state} ${message.error ?? ''}`);
  }

  for (const risk of risks) {
    const account = accounts.find(({ name }) => name === risk.account.name);
    if (!account) throw new Error('a risk of an account that nobody made');
    const history = entries.filter(({ subjectId }) => subjectId === risk.id);
    const own = messages.filter(({ subjectId, kind }) => subjectId === risk.id && PROMISED.includes(kind));
    const left = new Set(own);
    const title = `${account.name} (R-${risk.number})`;
    const take = (what: string, fits: (message: OutboxMessage) => boolean): OutboxMessage | undefined => {
      told.promised += 1;
      const found = own.find((message) => left.has(message) && fits(message));
      if (found) left.delete(found);
      else told.missing.push(`${title}: ${what}`);
      return found;
    };
    const channel = sandbox.channel(account.channel).id;
    const card = take('card', ({ kind, lane }) => kind === 'risk_card' && lane === channel);
    const asked = history.filter(({ action }) => /opened$/.test(action));
    for (const entry of asked) {
      const request = take(
        `request of ${entry.action}`,
        ({ kind, data }) => kind === 'risk_request' && (data as { entryId?: string }).entryId === entry.id,
      );
      const mayBeSkipped = history.some((one) => one.id > entry.id && /claimed|recovered/.test(one.action));
      if (request?.state === 'skipped' && !mayBeSkipped) told.missing.push(`${title}: request was skipped`);
    }
    for (const entry of history.filter(({ action }) => TOLD.includes(action))) {
      const isEntry = ({ kind, data }: OutboxMessage) =>
        kind === 'risk_event' && (data as { entryId?: string }).entryId === entry.id;
      const what = `${entry.action} of ${entry.at.toISOString()}`;
      const news = take(`${what} under its card`, (one) => isEntry(one) && one.thread === card?.thread);
      if (news && news.state !== 'sent') told.missing.push(`${title}: ${what} was ${news.state}`);
      const under = news && said.get(news.id)?.[0]?.threadTs;
      if (news && under !== (card && said.get(card.id)?.[0]?.ts))
        told.missing.push(`${title}: ${what} is not in the thread of its card`);
      if (!byOneOf(entry, requestsBefore(own, entry)))
        take(`${what} in the DM of who was asked`, (one) => isEntry(one) && one.thread !== card?.thread);
    }
    told.unpromised.push(...[...left].map(({ dedupeKey }) => `${title}: ${dedupeKey}`));

    // By what is read in the channel, whatever the database says.
    const roots = posts.filter((post) => post.threadTs === null && post.channel === channel);
    const cards = roots.filter(({ text }) => text.startsWith(title));
    if (cards.length === 0) told.missing.push(`${title}: no card in #${account.channel}`);
    if (cards.length > 1) told.doubled.push(`${title}: ${cards.length} cards in #${account.channel}`);
    const seen = sandbox
      .person(account.csm)
      .sees(account.channel)
      .find(({ text }) => text.includes(title));
    if (!seen || !SHOWN[risk.state].test(seen.text))
      told.stale.push(`${title}, ${risk.state}: ${seen?.text}`);
  }
  return told;
}

/** Those that had been asked when it happened: the last of them is told, unless they did it. */
function requestsBefore(own: readonly OutboxMessage[], entry: AuditEntry): OutboxMessage[] {
  return own.filter(({ kind, createdAt }) => kind === 'risk_request' && createdAt < entry.at);
}

function byOneOf({ actor }: AuditEntry, asked: readonly OutboxMessage[]): boolean {
  const by = (actor as { memberId?: string }).memberId;
  return by !== undefined && asked.at(-1)?.memberId === by;
}
