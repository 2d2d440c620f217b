import { z } from 'zod';
import { FollowUpStep as Steps } from '../../../prisma/generated/enums.ts';
import type { Acting, CaseParties, Owed, StepPlace } from '../../cases/case.ts';
import type { Ladder, Rung } from '../../cases/clocks/ladder.ts';
import type { Sides } from '../../cases/told/told-on-rung.ts';
import { answererFor, canAnswer, type People, type Person, rolesAbove } from '../../people/person.ts';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { stored } from '../../platform/stored.ts';
import type { Settings } from '../../settings/catalogue.ts';
import { isoDay } from '../../time/day.ts';
import { startOfLocalDay } from '../../time/local-date.ts';
import { mayRead } from '../rules/rights.ts';
import { type FollowUp, followUpName, otherId, ownerId, runningOf } from './follow-up.ts';

/** Who is around a follow-up. */
export interface FollowUpParties extends CaseParties {
  followUp: FollowUp;
  /** Of the account of its handoff. */
  segment: string | null;
}

/** What a verb sees beside the parties. */
export interface FollowUpSeen extends Acting {
  roles: FollowUpRole[];
}

export type FollowUpScene = FollowUpParties & FollowUpSeen;

const personIn = (people: People, id: string | null): Person | null => people.get(id ?? '') ?? null;

/** Whose step it is now, or who stands in for them. */
export function whoFollowsUp({ followUp, people }: FollowUpParties, now: Date): Person | null {
  const owner = runningOf(followUp).length > 0 ? personIn(people, ownerId(followUp)) : null;
  return owner && answererFor(owner, people, now);
}

export function followUpSides({ followUp, people }: FollowUpParties): Sides {
  return {
    owing: personIn(people, ownerId(followUp)),
    other: personIn(people, otherId(followUp)),
    lead: null,
    private: followUp.of.private,
  };
}

/** Once when its time is over, then to whoever is above. */
const UP: Rung[] = [
  { at: 1, kind: 'reminder', tell: ['owner'] },
  { at: 2, kind: 'escalation', tell: ['lead'] },
];
/** What is not on the way already is in a morning's message before: that of the day, or the next. */
const ASKED: Rung[] = [{ at: 0, kind: 'reminder', tell: ['owner'] }, ...UP];

/** The ladder as the policy stands now. An answer has its day, and no setting. */
export function followUpLadder({ step }: Pick<FollowUp, 'step'>, { text }: Settings): Ladder {
  const ladders: Record<FollowUp['step'], Ladder> = {
    introduce: { limit: text['handoff.introduce'], rungs: UP },
    answer: { limit: 'P1D', rungs: ASKED },
    confirm: { limit: text['handoff.confirm'], rungs: ASKED },
  };
  return ladders[step];
}

/** An answer is asked for from the morning of its day on. */
export function followUpStarts({ followUp, people }: FollowUpParties): Date | null {
  const zone = personIn(people, ownerId(followUp))?.zone ?? 'UTC';
  const day = isoDay(followUp.dueOn);
  return day === null ? null : startOfLocalDay(day, zone);
}

const FactsSchema = z.object({
  step: z.enum(Steps),
  handoffId: z.string(),
  label: z.string(),
  /** YYYY-MM-DD. */
  dueOn: z.string().nullable(),
  /** The latest change that is to be confirmed. */
  entryId: z.string().nullable().default(null),
});

/** What a line about a follow-up says beside what is owed. */
export const FOLLOW_UP_FACTS = stored('facts of a follow-up', FactsSchema);

export const FOLLOW_UP_HOME: Record<string, StepPlace> = {
  introduce: { section: 'follow_up' },
  answer: { section: 'follow_up' },
  confirm: { section: 'follow_up' },
};

export function followUpOwed(followUp: FollowUp): Owed | null {
  const [step] = runningOf(followUp);
  if (!step) return null;
  const { handoffId, label, dueOn, entryId, createdAt, of } = followUp;
  return {
    step,
    accountId: of.accountId,
    memberId: ownerId(followUp),
    otherId: otherId(followUp),
    private: of.private,
    since: createdAt,
    facts: FOLLOW_UP_FACTS.write({ step, handoffId, label, dueOn: isoDay(dueOn), entryId }),
  };
}

/** The table itself stands in docs/rights.md; a test compares the two row by row. */
export type FollowUpVerb = 'read' | 'confirm' | 'snooze' | 'nudge';

export type FollowUpRole =
  | 'owner'
  | 'owner_cover'
  | 'owner_lead'
  | 'other'
  | 'other_cover'
  | 'other_lead'
  | 'member'
  | 'outsider';

const OWNS: FollowUpRole[] = ['owner', 'owner_cover', 'owner_lead'];
const AROUND: FollowUpRole[] = [...OWNS, 'other', 'other_cover', 'other_lead'];

const ALLOWED: Record<FollowUpVerb, readonly FollowUpRole[]> = {
  read: [...AROUND, 'member'],
  confirm: OWNS,
  snooze: OWNS,
  nudge: AROUND,
};

/** Every role this member has towards a follow-up. Of a private handoff only those it names have one, and who stands in for them. */
export function rolesTowardsFollowUp(
  followUp: Pick<FollowUp, 'step' | 'part' | 'of'>,
  member: Person,
  people: People,
  now: Date,
): FollowUpRole[] {
  if (!canAnswer(member) || !mayRead(followUp.of, member, people, now)) return ['outsider'];
  const standing = (id: string | null): ('' | '_cover' | '_lead')[] => {
    const person = personIn(people, id);
    if (!person) return [];
    if (person.id === member.id) return [''];
    const covers = answererFor(person, people, now).id === member.id || person.coverId === member.id;
    const leads = rolesAbove(person, member.id, people, now).includes('lead');
    return [...(covers ? (['_cover'] as const) : []), ...(leads ? (['_lead'] as const) : [])];
  };
  return [
    'member',
    ...standing(ownerId(followUp)).map((one): FollowUpRole => `owner${one}`),
    ...standing(otherId(followUp)).map((one): FollowUpRole => `other${one}`),
  ];
}

export function mayFollowUp(verb: FollowUpVerb, roles: readonly FollowUpRole[]): boolean {
  return roles.some((role) => ALLOWED[verb].includes(role));
}

export const FOLLOW_UP_NOT_FOUND = refuse(
  'not_found',
  'That’s no longer asked for, or the handoff is private. /handoff mine lists yours.',
);

/** Tells somebody without the right whose it is. Of what they may not read, nothing at all. */
export function notYourFollowUp({ followUp, people, roles }: FollowUpScene): Refusal {
  const owner = personIn(people, ownerId(followUp));
  if (!mayFollowUp('read', roles) || !owner) return FOLLOW_UP_NOT_FOUND;
  return refuse('not_yours', `Only ${owner.name} or their lead can do that.`);
}

/** Where it stands, as the answer to whoever came too late. */
export function whyNotFollowUp({ followUp }: FollowUpScene): Refusal {
  const name = followUpName(followUp);
  if (followUp.state === 'done') return refuse('wrong_state', `That was done already for ${name}.`);
  return refuse('wrong_state', `That isn’t asked for any more: ${name} has moved on.`);
}
