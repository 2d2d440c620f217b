// What was posted, read from Slack's side, against what should have been, read from what people did.
import type { Driver, Post, Sandbox } from '../../sandbox/server.ts';
import type { Deal } from './plan.ts';

const ACCOUNT = /Sample Customer \d{3}/;

/** What a message says, whatever the state it shows. Replies are told by what they report. */
const KINDS: [string, RegExp][] = [
  ['escalation', /^Overdue: |^Still not accepted: |^No longer overdue: /],
  ['receipt', /You handed \*/],
  ['request', /\* is being handed to you (?:again )?by |From <@\w+> to |: an earlier request/],
  ['returned', / asked for more on \*|: more was asked for earlier/],
  ['reminder', / is waiting for you/],
];
const EVENTS: [string, RegExp][] = [
  ['reply: returned', /asked for more/],
  ['reply: resubmitted', /sent it again/],
  ['reply: undone', /undid accepting it/],
  ['reply: accepted', /accepted it/],
];

export interface Said {
  kind: string;
  account: string;
  post: Post;
}

export interface Ledger {
  /** What was posted about this account so far. */
  about(account: string): Said[];
  all(): Said[];
}

/** Reads what the app posted, dropped answers or not; ephemeral answers are not its business. */
export function makeLedger(sandbox: Sandbox): Ledger {
  const all: Said[] = [];
  const byAccount = new Map<string, Said[]>();
  const roots = new Map<string, Said>();
  let read = 0;
  const catchUp = (): void => {
    for (const post of sandbox.posts.slice(read)) {
      read += 1;
      if (post.ephemeral || post.via !== 'api') continue;
      const [said, ...others] = readPost(post, roots);
      for (const each of [said, ...others]) {
        all.push(each);
        byAccount.set(each.account, [...(byAccount.get(each.account) ?? []), each]);
      }
      if (post.threadTs === null) roots.set(`${post.channel} ${post.ts}`, said);
    }
  };
  return {
    about(account) {
      catchUp();
      return byAccount.get(account) ?? [];
    },
    all() {
      catchUp();
      return all;
    },
  };
}

/** Several of one moment are told to one person as one message: it says of each what it would have said of it alone. */
function readPost(post: Post, roots: ReadonlyMap<string, Said>): [Said, ...Said[]] {
  const text = `${post.text}\n${JSON.stringify(post.blocks)}`;
  if (post.threadTs !== null) {
    const root = roots.get(`${post.channel} ${post.threadTs}`);
    const event = EVENTS.find(([, shape]) => shape.test(text))?.[0] ?? 'reply: unknown';
    return [{ kind: `${event} under ${root?.kind ?? 'nothing'}`, account: root?.account ?? '', post }];
  }
  // Several that came at one moment: what it says of each is in the lists.
  if (/\*Needs attention: /.test(text)) return [{ kind: 'gathered', account: '', post }];
  if (
    /^(\d+ things? needs? you today|\d+ late with someone else|All clear: |All done for today)/.test(
      post.text,
    )
  )
    return [{ kind: 'morning', account: '', post }];
  const accounts = [...new Set(text.match(new RegExp(ACCOUNT, 'g')))];
  const [account = '', ...others] = accounts;
  if (/^\d+ handoffs are overdue: /.test(post.text)) {
    const kind = 'escalation';
    return [{ kind, account, post }, ...others.map((account) => ({ kind, account, post }))];
  }
  const kind = KINDS.find(([, shape]) => shape.test(text))?.[0] ?? 'card';
  return [{ kind, account, post }];
}

export type Counts = Map<string, number>;

const add = (counts: Counts, key: string, by = 1): void => void counts.set(key, (counts.get(key) ?? 0) + by);
const entry = (account: string, kind: string, where: string): string =>
  `${account} ${kind} in ${where}`.trim();

/** What the views promise for what people did. */
export function promised(deals: readonly Deal[]): Counts {
  const counts: Counts = new Map();
  for (const { account, rep, csm, channel, did } of deals) {
    for (const [n, deed] of did.entries()) {
      // Whether an acceptance that was undone was told at all is a matter of moments: see withoutUndone.
      if (deed === 'accepted' && did[n + 1] === 'undone') continue;
      switch (deed) {
        case 'submitted':
          add(counts, entry(account, 'request', csm));
          add(counts, entry(account, 'card', channel));
          add(counts, entry(account, 'receipt', rep));
          break;
        case 'returned':
          add(counts, entry(account, 'returned', rep));
          add(counts, entry(account, 'reply: returned under card', channel));
          break;
        case 'resubmitted':
          add(counts, entry(account, 'request', csm));
          add(counts, entry(account, 'reply: resubmitted under card', channel));
          break;
        case 'accepted':
          add(counts, entry(account, 'reply: accepted under card', channel));
          add(counts, entry(account, 'reply: accepted under receipt', rep));
      }
    }
  }
  return counts;
}

/** What the ladder says of a deal nobody answers, up to half past the limit. One morning holds a person's reminders. */
export function promisedByTheLadder(unanswered: readonly Deal[]): Counts {
  const counts: Counts = new Map();
  for (const { account, rep, csm, lead } of unanswered) {
    counts.set(entry('', 'morning', csm), 1);
    add(counts, entry(account, 'escalation', rep));
    add(counts, entry(account, 'escalation', lead));
  }
  return counts;
}

export function counted(ledger: Ledger, nameOf: (channel: string) => string): Counts {
  const counts: Counts = new Map();
  for (const { account, kind, post } of ledger.all()) add(counts, entry(account, kind, nameOf(post.channel)));
  return counts;
}

/** Channel ids of Slack → the channel's name, or the handle of whose DM it is. */
export function channelNames(sandbox: Sandbox, people: readonly Driver[]): (channel: string) => string {
  const names = new Map([...sandbox.channels.values()].map(({ id, name }) => [id, name]));
  for (const person of people) {
    const [first] = person.sees('dm');
    if (first) names.set(first.channel, person.name);
  }
  return (channel) => names.get(channel) ?? channel;
}

/** Of an acceptance that was undone both are said or neither is, to each who hears of it. */
export function withoutUndone(got: Counts, deals: readonly Deal[]): Counts {
  const rest = new Map(got);
  for (const { account, channel, rep } of deals.filter(({ did }) => did.includes('undone')))
    for (const place of [`card in ${channel}`, `receipt in ${rep}`]) {
      const [accepted, undone] = ['accepted', 'undone'].map(
        (what) => `${account} reply: ${what} under ${place}`,
      );
      if (!accepted || !undone || rest.get(accepted) !== rest.get(undone)) continue;
      rest.delete(accepted);
      rest.delete(undone);
    }
  return rest;
}

export interface Difference {
  /** Promised and not said. */
  missing: string[];
  /** Said more often than promised. */
  doubled: string[];
}

export function compare(want: Counts, got: Counts): Difference {
  const over = (a: Counts, b: Counts): string[] =>
    [...a].flatMap(([key, count]) =>
      Array.from({ length: Math.max(0, count - (b.get(key) ?? 0)) }, () => key),
    );
  return { missing: over(want, got), doubled: over(got, want) };
}
