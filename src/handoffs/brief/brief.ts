import { z } from 'zod';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { sayUnreadable, stored } from '../../platform/stored.ts';

/**
 * What one team tells the next, so that the customer need not say it again.
 * Every field is optional here: a draft holds whatever was typed so far. What a submission needs
 * is decided by `notReady`, how full a brief is by the criteria.
 */
export const BRIEF_LIMITS = {
  line: 300,
  text: 1_500,
  url: 2_000,
  people: 10,
  outcomes: 10,
  commitments: 20,
  quotes: 60,
  /** Of an answer to one of the workspace's own questions: a brief may have many of them. */
  own: 600,
  ownLabel: 60,
} as const;

export const PERSON_ROLES = {
  champion: 'Champion',
  economic_buyer: 'Economic buyer',
  admin: 'Admin',
  concerned: 'Has concerns',
  other: 'Other',
} as const;
export type PersonRole = keyof typeof PERSON_ROLES;

const KEEP = 'Keep this to';

/** Counted in characters as a person sees them on a keyboard, not in UTF-16 units. NUL is no text to PostgreSQL. */
function words(most: number) {
  return z
    .string()
    .transform((value) => value.replaceAll('\u0000', '').trim())
    .refine((value) => [...value].length <= most, `${KEEP} ${most.toLocaleString('en-US')} characters.`);
}
const line = words(BRIEF_LIMITS.line);
const text = words(BRIEF_LIMITS.text);
const link = words(BRIEF_LIMITS.url);
const day = z.iso.date();
const filled = line.refine((value) => value.length > 0, 'Write something here.');
const rowId = z.string().min(1).max(40);

/** Whether the customer said it, or whoever wrote it down takes it to be so. */
export const SAID = ['customer', 'assumed'] as const;
export type Said = (typeof SAID)[number];
const said = z.enum(SAID).optional();

const person = z.object({
  id: rowId,
  name: filled,
  role: z.enum(Object.keys(PERSON_ROLES) as [PersonRole, ...PersonRole[]]),
  note: line.optional(),
});
const outcome = z.object({ id: rowId, text: filled, measure: line.optional(), by: day.optional(), said });
const commitment = z.object({
  id: rowId,
  text: filled,
  promisedBy: line.optional(),
  inContract: z.boolean(),
  due: day.optional(),
  said,
});

/** An answer to a question of the workspace's own, under what was asked: it stays readable when the question is gone. */
const ownAnswer = z.object({
  label: words(BRIEF_LIMITS.ownLabel),
  text: words(BRIEF_LIMITS.own).optional(),
  day: day.optional(),
});

/** Where an answer comes from that was filled in for the sender. */
const source = z.object({
  from: z.enum(['deal', 'handoff']),
  /** Of an earlier handoff: 'H-12', and the day it was accepted. */
  name: line.optional(),
  on: day.optional(),
  /** Of the answer as it was filled in: with another it is the sender's own. */
  print: z.string(),
});

/** What was taken from a message in Slack. */
const quote = z.object({
  /** `<channel id>:<ts>` of the message. */
  message: z.string().max(100),
  /** A place of the brief: see places.ts. */
  place: z.string().max(80),
  /** Where people find the message; absent where Slack gives no link. */
  link: link.optional(),
  /** By which it is known that it is still there: the id of its row, or how the words begin. */
  mark: z.string(),
});

export const BriefSchema = z.object({
  contact: line.optional(),
  why: text.optional(),
  /** What the next team takes on: what is set up, in the works or late. */
  open: text.optional(),
  outcomes: z.array(outcome).max(BRIEF_LIMITS.outcomes).default([]),
  promises: text.optional(),
  /** Of those promises: an outcome and a commitment say it in their row. */
  promisesSaid: said,
  people: z.array(person).max(BRIEF_LIMITS.people).default([]),
  commitments: z.array(commitment).max(BRIEF_LIMITS.commitments).default([]),
  risks: text.optional(),
  objections: text.optional(),
  competitors: text.optional(),
  notSold: text.optional(),
  technical: text.optional(),
  alreadyTold: text.optional(),
  /** What no question asks. */
  notes: text.optional(),
  goLive: day.optional(),
  contractLink: link.optional(),
  recordingLink: link.optional(),
  deckLink: link.optional(),
  /** An expansion of an account that is not well: why it is proposed all the same. */
  whyNow: line.optional(),
  /** By the key of the question. */
  own: z.record(z.string().max(40), ownAnswer).default({}),
  /** Criteria the sender answered without a text: there is none, or it does not apply. */
  answers: z.record(z.string(), z.enum(['none', 'not_applicable'])).default({}),
  /** Criteria that the sender cannot answer yet: the day by which they will know. */
  knownBy: z.record(z.string().max(40), day).default({}),
  /** By the part of the brief: see sources.ts. */
  sources: z.record(z.string(), source).default({}),
  quotes: z.array(quote).max(BRIEF_LIMITS.quotes).default([]),
});

export type Brief = z.infer<typeof BriefSchema>;
/** Where answers come from: nobody gives these as an answer. */
const ORIGINS = ['sources', 'quotes'] as const;
type OriginPart = (typeof ORIGINS)[number];
/** What somebody answers. */
export type BriefPart = Exclude<keyof Brief, OriginPart>;
const isOrigin = (field: keyof Brief): field is OriginPart => ORIGINS.some((one) => one === field);
export type Source = z.infer<typeof source>;
export type Quote = z.infer<typeof quote>;
export type BriefPerson = z.infer<typeof person>;
export type Outcome = z.infer<typeof outcome>;
export type Commitment = z.infer<typeof commitment>;
export type OwnAnswer = z.infer<typeof ownAnswer>;

export const EMPTY_BRIEF: Brief = BriefSchema.parse({});

/** A brief as it is read back from its column, and which parts of it could not be read. */
export interface StoredBrief {
  brief: Brief;
  lost: BriefPart[];
}

/** What cannot be read costs its own part of the brief; of a list its own row. */
export function readBrief(json: unknown, handoffId: string): StoredBrief {
  const whole = BriefSchema.safeParse(json);
  if (whole.success) return { brief: whole.data, lost: [] };
  sayUnreadable({ what: 'brief', id: handoffId });
  const fields = Object.keys(BriefSchema.shape) as (keyof Brief)[];
  if (typeof json !== 'object' || json === null) return { brief: EMPTY_BRIEF, lost: [...PARTS] };
  const kept: Record<string, unknown> = {};
  const lost: BriefPart[] = [];
  for (const field of fields) {
    const given = (json as Record<string, unknown>)[field];
    const rows = Array.isArray(given)
      ? given.filter((row) => BriefSchema.shape[field].safeParse([row]).success)
      : [];
    const read = BriefSchema.shape[field].safeParse(given);
    if (read.success) kept[field] = read.data;
    else if (!isOrigin(field)) lost.push(field);
    if (!read.success && BriefSchema.shape[field].safeParse(rows).success) kept[field] = rows;
  }
  return { brief: BriefSchema.parse(kept), lost };
}

export const LINKS = ['contractLink', 'recordingLink', 'deckLink'] as const;

export const isLink = (text: string): boolean => /^https?:\/\/[^\s/]+\.?[^\s]*$/iu.test(text);

/** What cannot go out as it stands. A draft keeps it, so that nobody types twice. `today` is YYYY-MM-DD, the sender's. */
export function problemsIn(brief: Brief, today: string): Refusal[] {
  const problems: Refusal[] = [];
  if (brief.goLive && brief.goLive < today) {
    problems.push(refuse('past', 'Pick today or a later day.', 'goLive'));
  }
  for (const key of LINKS) {
    const value = brief[key];
    if (value && !isLink(value)) {
      problems.push(refuse('bad_link', 'Paste the full link, starting with https://', key));
    }
  }
  return problems;
}

/** The words people see for the parts of a brief. */
export const FIELD_LABELS: Record<BriefPart, string> = {
  contact: 'Main contact',
  why: 'Why they bought',
  open: 'What’s still open',
  outcomes: 'Outcomes',
  promises: 'Promises outside the contract',
  promisesSaid: 'Promises: who says so',
  people: 'People',
  commitments: 'Commitments',
  risks: 'Risks',
  objections: 'Objections',
  competitors: 'Competitors',
  notSold: 'What was not sold',
  technical: 'Technical needs',
  alreadyTold: 'Already told us',
  notes: 'Notes',
  goLive: 'Go-live date',
  contractLink: 'Contract link',
  recordingLink: 'Recording link',
  deckLink: 'Deck link',
  whyNow: 'Why ask now',
  own: 'More questions',
  answers: 'Answered with a tick',
  knownBy: 'Known later',
};
export const PARTS = Object.keys(FIELD_LABELS) as readonly BriefPart[];

/** Returns what is too long to be kept, by the name of its field; null: nothing is. */
export function tooLong(given: object): Refusal | null {
  const issues = BriefSchema.safeParse(given).error?.issues ?? [];
  const long = issues.find(({ code, message }) => code === 'custom' && message.startsWith(KEEP));
  const key = PARTS.find((one) => one === long?.path[0]);
  if (!long || !key) return null;
  const [, name] = long.path;
  const asked = key === 'own' && typeof name === 'string' ? name : key;
  return refuse('too_long', `${labelIn(given, asked) ?? FIELD_LABELS[key]}: ${long.message}`, asked);
}

/** Returns which list has more rows than a brief holds; null: none. */
export function tooMany(given: Partial<Brief>): Refusal | null {
  const lists = ['people', 'outcomes', 'commitments'] as const;
  const full = lists.find((list) => (given[list]?.length ?? 0) > BRIEF_LIMITS[list]);
  if (!full) return null;
  const most = `${FIELD_LABELS[full]}: ${BRIEF_LIMITS[full]} is the most a brief can hold.`;
  return refuse('full', `${most} Remove one first, or add it somewhere else.`, full);
}

/** Returns what the answer with this key is to, if that was a question of the workspace's own. */
export function labelIn(brief: { own?: unknown }, key: string): string | undefined {
  const own = brief.own as Brief['own'] | undefined;
  return own && Object.hasOwn(own, key) ? own[key]?.label : undefined;
}

/** What the receiver still needs: criteria by key, and a note in their words. */
const GapsSchema = z.object({
  criteria: z.array(z.string()).max(50),
  note: z.string().trim().max(BRIEF_LIMITS.text).optional(),
  /** Each part of the brief as it came back, by its fingerprint; absent where an older version sent it back. */
  was: z.record(z.string(), z.string()).optional(),
});
export type Gaps = z.infer<typeof GapsSchema>;

export const GAPS = stored('gaps of a handoff', GapsSchema);

/** What was asked for, as it is stored; null where nothing was, or nothing that can be read. */
export function readGaps(json: unknown, handoffId: string): Gaps | null {
  return json === null || json === undefined ? null : GAPS.read(json, handoffId);
}
