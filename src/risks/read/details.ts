import type { Account, AccountHealth } from '../../../prisma/generated/client.ts';
import { type AccountFacts, factsOf } from '../../accounts/profile.ts';
import type { CaseEntry } from '../../cases/case.ts';
import type { Band, Cuts } from '../../health/bands.ts';
import { cutsFor, type HealthConfig } from '../../health/config.ts';
import { overrideOf } from '../../health/override.ts';
import { type Reason, readReasons } from '../../health/reasons.ts';
import { SLIDE_FACTS, type SlideFacts } from '../../health/slides/facts.ts';
import { type BandWhy, type Judging, whyBand } from '../../health/why-band.ts';
import { canAnswer, type PersonRef, personRef, refOf } from '../../people/person.ts';
import { isoDay } from '../../time/day.ts';
import { localDate } from '../../time/local-date.ts';
import {
  clockOf,
  isOwed,
  type Plan,
  type Risk,
  type RiskClock,
  type RiskOutcome,
  type RiskState,
  type RiskVerdict,
  readPlan,
  riskName,
} from '../risk.ts';
import { type RiskParties, whoAnswersRisk } from '../rules/parties.ts';

/** How the account stands now. */
export interface HealthNow {
  score: number | null;
  /** 'unknown' where too little is fresh. */
  band: Band | 'unknown';
  /** Null where the score alone would give this band too. */
  why: BandWhy | null;
}

/** The change of health that opened it, as it was then. */
export interface Opening {
  /** The strongest reason. */
  label: string | null;
  scoreBefore: number | null;
  score: number | null;
  /** Days within which a fall counts. */
  fallDays: number;
}

/** What people made of the latest cards about slides: of so many that they judged, how many came true. */
export interface CardRecord {
  judged: number;
  cameTrue: number;
}

/** The slide for which a risk was opened. */
export interface RiskSlide extends SlideFacts {
  /** How far such cards can be believed; null: a person opened it from a list. */
  record: CardRecord | null;
}

/** A risk as the views show it. */
export interface RiskDetails {
  id: string;
  /** "R-7". */
  name: string;
  version: number;
  state: RiskState;
  /** What opened it: slide, worsened, fell, exception, flagged or enabled. */
  rule: string;
  severity: Band;
  fromBand: Band | null;
  /** When it was opened, or became worse. */
  score: number | null;
  reasons: Reason[];
  /** Null where no change of health opened it. */
  opening: Opening | null;
  /** Null where it was not opened for a slide. */
  slide: RiskSlide | null;
  note: string | null;
  evidence: string | null;
  account: AccountFacts;
  health: HealthNow;
  /** Of the stage it is in: by them a score of before is shown only beside the band that it makes. */
  cuts: Cuts;
  /** Null: an alert opened it. */
  openedBy: PersonRef | null;
  owner: PersonRef | null;
  partner: PersonRef | null;
  /** Who owes the next step now, a cover or lead included; null when nobody does or nobody can be found. */
  answers: PersonRef | null;
  /** The time for that step has come: they may be nudged. */
  owed: boolean;
  clock: RiskClock | null;
  /** When that clock reaches its limit. */
  limitAt: Date | null;
  /** That has passed, and nobody has put it off. */
  isLate: boolean;
  claimedAt: Date | null;
  plan: Plan | null;
  /** There is one, and it cannot be read. */
  isPlanLost: boolean;
  /** YYYY-MM-DD. */
  checkInOn: string | null;
  /** Only while it lasts. */
  snoozedUntil: Date | null;
  outcome: RiskOutcome | null;
  verdict: RiskVerdict | null;
  resolution: string | null;
  resolvedBy: PersonRef | null;
  resolvedAt: Date | null;
  reopens: number;
  openedAt: Date;
}

function healthNow(health: AccountHealth | null, judging: Judging): HealthNow {
  const score = health?.known ? health.score : null;
  const override = health && overrideOf(health, judging.now);
  const band = override ?? (health?.known && health.band ? health.band : 'unknown');
  return { score, band, why: whyBand(health, judging) };
}

export function riskDetailsOf(
  parties: Omit<RiskParties, 'settings'>,
  account: Account & { health: AccountHealth | null },
  around: { limitAt: Date | null; opening: Opening | null; config: HealthConfig; record: CardRecord },
  now: Date,
): RiskDetails {
  const { risk, people } = parties;
  const { limitAt, opening, config, record } = around;
  const slide = risk.slide === null ? null : SLIDE_FACTS.read(risk.slide, risk.id);
  const answers = risk.state === 'resolved' ? null : whoAnswersRisk(parties, now);
  const ref = (id: Risk['ownerId']) => personRef(people, id);
  const { id, version, state, rule, severity, fromBand, score, note, evidence } = risk;
  const { outcome, verdict, resolution, resolvedAt, reopens, openedAt, claimedAt } = risk;
  const plan = readPlan(risk.plan, id);
  const clock = clockOf(risk);
  const snoozedUntil = risk.snoozedUntil && risk.snoozedUntil > now ? risk.snoozedUntil : null;
  return {
    id,
    version,
    state,
    rule,
    severity,
    fromBand,
    score,
    note,
    evidence,
    outcome,
    verdict,
    resolution,
    resolvedAt,
    reopens,
    openedAt,
    claimedAt,
    name: riskName(risk),
    reasons: readReasons(risk.reasons, id),
    opening,
    slide: slide && { ...slide, record: rule === 'slide' ? record : null },
    account: factsOf(account, people),
    health: healthNow(account.health, { config, stage: account.stage, now }),
    cuts: cutsFor(config, account.stage),
    openedBy: ref(risk.openedById),
    owner: ref(risk.ownerId),
    partner: ref(risk.partnerId),
    answers: answers && refOf(answers),
    owed: answers !== null && canAnswer(answers) && isOwed(risk, localDate(now, answers.zone)),
    clock,
    limitAt,
    isLate: clock !== null && snoozedUntil === null && limitAt !== null && limitAt <= now,
    plan,
    isPlanLost: plan === null && risk.plan !== null,
    checkInOn: isoDay(risk.checkInOn),
    snoozedUntil,
    resolvedBy: ref(risk.resolvedById),
  };
}

/** One entry of a risk's history, as it is shown. */
export interface RiskEntry extends CaseEntry {
  /** Names of those an escalation told. */
  told: string[];
  /** What changed in the score; null where nothing did. */
  change: { from: string | null; to: string; before: number | null; score: number; reasons: Reason[] } | null;
  /** As it was written with the entry: firstAction, dueOn, checkInOn, outcome, verdict, rule. */
  data: Record<string, unknown>;
}

/**
 * What a person said of an account that its score does not know. lost: the customer has left. false_alarm: it is not
 * at risk, until something new is heard.
 */
export type SetAsideAs = 'lost' | 'false_alarm';

export interface SetAside {
  as: SetAsideAs;
  /** Of the risk that ended so. */
  riskName: string;
  at: Date;
}
