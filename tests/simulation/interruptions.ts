import { answererAt, type Company, isAwayAt, type Member } from './company.ts';
import { localDay, localTime } from './days.ts';
import type { CaseRef, Heard, Stage } from './stage.ts';

/** What Baton said to one person by itself: nobody had asked for it to be said now. */
export interface Interruption {
  who: Member;
  at: Date;
  kind: string;
  /** What of. */
  cases: readonly CaseRef[];
  /** It breaks in, and takes one of the places of their day. */
  breaksIn: boolean;
  /** What tells it from every other that the same person gets. */
  occasion: string;
  /** The words of a lock screen. */
  text: string;
}

const CHASES = /_(reminder|escalation|roundup)$|^(roundup|reminders|morning)$/;
const BREAKS_IN = /_(escalation|roundup|request)$|^roundup$/;
/** A request by which the product itself asks; any other is somebody's, and comes when they press. */
const ASKED_BY_ITSELF = ['deal.won', 'risk.opened'];

/** All that Slack received for people and that Baton said by itself, in its order. */
export async function interruptionsOf(stage: Stage, company: Company): Promise<Interruption[]> {
  const { db } = stage.database;
  const asked = new Set(
    (await db.auditEntry.findMany({ where: { action: { in: ASKED_BY_ITSELF } }, select: { id: true } })).map(
      ({ id }) => id,
    ),
  );
  const isOwn = ({ kind, data }: Heard) =>
    CHASES.test(kind) || (kind.endsWith('_request') && asked.has(String(data['entryId'])));
  return stage.heard.filter(isOwn).flatMap((one): Interruption[] => {
    const who = company.byId.get(one.memberId ?? '');
    if (!who) return [];
    const { at, kind, cases, data, words } = one;
    const occasion = kind === 'morning' ? String(data['day']) : occasionOf(one);
    const text = words.split('\n')[0] ?? '';
    return [{ who, at, kind, cases, breaksIn: BREAKS_IN.test(kind), occasion, text }];
  });
}

function occasionOf({ cases, data }: Heard): string {
  return `${cases.map(({ id, role }) => `${id} ${role}`).join()} ${JSON.stringify(data)}`;
}

/** One line each, by person. */
export function listing(all: readonly Interruption[]): string {
  const byPerson = new Map<Member, Interruption[]>();
  for (const one of all) byPerson.set(one.who, [...(byPerson.get(one.who) ?? []), one]);
  return [...byPerson]
    .map(([who, those]) => {
      const lines = those.map((one) => `  ${lineOf(one)}`);
      const breaks = those.filter(({ breaksIn }) => breaksIn).length;
      return [`${who.name} (${who.zone}): ${those.length}, of which ${breaks} broke in`, ...lines].join('\n');
    })
    .join('\n\n');
}

export const lineOf = ({ who, at, kind, text }: Interruption): string =>
  `${who.name}, ${localTime(who.zone, at)}: ${kind}: ${text}`;

/** As shipped: how many may break in on somebody in a day of theirs. */
const PER_DAY = 3;

/** Whoever was broken in on more often than that. */
export function overBudget(all: readonly Interruption[]): string[] {
  const days = new Map<string, Interruption[]>();
  for (const one of all.filter(({ breaksIn }) => breaksIn)) {
    const day = `${one.who.name} on ${localDay(one.who.zone, one.at)}`;
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days].flatMap(([day, those]) =>
    those.length > PER_DAY ? [`${day}: ${those.length}: ${those.map(lineOf).join(' | ')}`] : [],
  );
}

/**
 * What came while its reader does not work: by their own clock, on a holiday of theirs, or while they are away and
 * somebody stands in for them.
 */
export const outsideHours = (all: readonly Interruption[]): string[] =>
  all.flatMap((one) => {
    const at = one.at.getTime();
    if (isAwayAt(one.who, at) && answererAt(one.who, at) !== one.who) return [`while away: ${lineOf(one)}`];
    return one.who.hours.works(at) ? [] : [`out of hours: ${lineOf(one)}`];
  });

/**
 * What somebody heard twice: the same occasion; a second morning of a day; or a case once more on a day, after it had
 * broken in on them.
 */
export function heardTwice(all: readonly Interruption[]): string[] {
  const said = new Map<string, Interruption>();
  const twice: string[] = [];
  const once = (key: string, one: Interruption) => {
    const before = said.get(key);
    if (before) twice.push(`${lineOf(one)}; before: ${lineOf(before)}`);
    said.set(key, one);
  };
  const brokenIn = new Set<string>();
  for (const one of all) {
    const day = localDay(one.who.zone, one.at);
    once(`${one.who.id} ${one.kind} ${one.occasion}`, one);
    for (const { id } of one.cases) {
      if (brokenIn.has(`${one.who.id} ${id}`)) once(`${one.who.id} ${day} ${id}`, one);
      else if (/escalation|roundup/.test(one.kind)) {
        brokenIn.add(`${one.who.id} ${id}`);
        said.set(`${one.who.id} ${day} ${id}`, one);
      }
    }
  }
  return twice;
}
