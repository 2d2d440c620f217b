import type { OutboxThread, Prisma } from '../../prisma/generated/client.ts';
import type { NewMessage, Subject } from '../outbox/message.ts';
import type { Person } from '../people/person.ts';
import type { Ctx, Reading, TxCtx } from '../platform/ctx.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Settings } from '../settings/catalogue.ts';
import type { Duration } from '../time/duration.ts';
import type { Acting, CaseDecision, CaseParties, CaseRow, Owed, StepPlace } from './case.ts';
import type { Ladder } from './clocks/ladder.ts';
import type { DueTimer } from './clocks/timer.ts';
import type { Sides, Told } from './told/told-on-rung.ts';

/** The types of one kind of case. */
export interface CaseShape {
  row: CaseRow;
  parties: CaseParties;
  /** What a verb sees beside the parties. */
  scene: Acting;
  verb: string;
  clock: string;
  decision: CaseDecision;
}

export type SceneOf<C extends CaseShape> = C['parties'] & C['scene'];

/** What one side does. */
export interface Doing {
  /** SQL for a row `c` of its table that is this member's. */
  isOf(memberId: Prisma.Sql): Prisma.Sql;
  /** In the history, without the type. */
  actions: readonly string[];
}

/** One clock of a kind. */
export interface ClockRule<P> {
  /** By the policy as it stands now. */
  ladder(parties: P, now: Date): Ladder;
  /** When it begins, where that is not the moment of the change. */
  startsAt?(parties: P, now: Date): Date | null;
  /** From when one that was lost counts, where that is not the last change. */
  countsFrom?(parties: P): Date | null;
  /** It runs beside the clock of the state: no snooze mutes it, and it is silent where that one has said all it had to say. */
  isBackstop?: true;
}

/** Cases of one kind with those around them, read at once. */
export interface CaseBatch<P> extends CaseParties {
  /** By the id of the case. */
  parties: ReadonlyMap<string, P>;
}

/** What the messages after a change are made of. */
export interface Aftermath {
  /** Of the history. */
  entryId: string;
  /** Root messages of the case under which its news goes. */
  threads: readonly Thread[];
  /** The epoch of the first clock that began; null where none did. */
  epoch: number | null;
}

/** Root messages of a subject. */
export interface Asks {
  subject: Subject;
  kinds: readonly string[];
  /** In their data. */
  data?: { path: string[]; equals: string };
}

/** What taking it back needs to know, as plain JSON; or it cannot be taken back. */
export type Beside = Prisma.InputJsonObject | 'for good';

/** A kind of case, declared in its own capability. The engine does the rest: nothing here writes but `write` and `carryOut`. */
export interface CaseKind<C extends CaseShape> {
  /** As subjects, clocks and history name it. */
  type: string;
  row(parties: C['parties']): C['row'];

  /** State → clock: those that run while it stands like this, that of the step somebody owes first. None: nobody owes one. */
  running(row: C['row']): readonly C['clock'][];
  /** "H-12". */
  name(row: C['row']): string;
  /** What is owed of it as it stands; null: nothing any more, its clocks are gone. */
  owed(row: C['row']): Owed | null;
  /** Step → where on Home it stands. */
  home: Readonly<Record<string, StepPlace>>;
  /** Its table in the database, and SQL for a row `c` of it of which something is owed. */
  table: Prisma.Sql;
  isOwed: Prisma.Sql;
  clocks: Record<C['clock'], ClockRule<C['parties']>>;
  /** What whoever owes a step does with it: by somebody else, it was done for them. */
  does: readonly Doing[];
  /** Whoever owes the step now, or stands in for them; null: nobody. */
  answers(parties: C['parties'], now: Date): Person | null;
  sides(parties: C['parties'], now: Date): Sides;
  /** Those who hear where the last rung finds nobody at all. */
  lastResort?(ctx: TxCtx, settings: Settings): Promise<Told[]>;
  /** What one moment's escalations are told as, before those to one person become one message. */
  gather?(
    messages: readonly NewMessage[],
    due: readonly DueTimer[],
    parties: readonly C['parties'][],
  ): NewMessage[];

  /** Refused where there is none in this workspace, or the actor is no member of it. */
  load(ctx: TxCtx | Ctx, id: string): Promise<SceneOf<C> | Refusal>;
  loadBatch(ctx: Reading, ids: readonly string[]): Promise<CaseBatch<C['parties']>>;
  /** Writes where the version matches, and raises it; throws LostRace otherwise. */
  write(ctx: TxCtx, row: C['row'], patch: C['decision']['patch']): Promise<C['row']>;
  /** The parties once the row was written: somebody may have come. */
  after(ctx: TxCtx, before: C['parties'], row: C['row']): Promise<C['parties']>;
  /** Does what a decision asks for beside its own row. */
  carryOut?(ctx: TxCtx, before: C['parties'], decision: C['decision']): Promise<Beside>;
  /**
   * What a decision that undoes has to carry out, from what `carryOut` returned; refused where others have changed it since,
   * and for good where that cannot be read.
   */
  takeBack?(
    ctx: TxCtx,
    scene: SceneOf<C>,
    beside: object,
  ): Promise<Partial<C['decision']> | Refusal | 'for good'>;

  may(verb: C['verb'], scene: SceneOf<C>): boolean;
  /** Tells somebody without the right whose it is. */
  notYours(scene: SceneOf<C>, verb: C['verb']): Refusal;
  /** A form was drawn for another stand than this one. */
  changedMeanwhile?(scene: SceneOf<C>, drawnFor: string): Refusal | null;
  /** In words, what its state does not allow; `cannot` is a participle: *accepted*, *put off*. */
  wrongState(scene: SceneOf<C>, cannot: string): Refusal;
  /** Why nobody can be asked for its step now although a clock runs; null: they can. */
  notDue?(scene: SceneOf<C>, now: Date): Refusal | null;
  /** Why this member, who may, cannot snooze it as it stands. */
  notTheirsToSnooze?(scene: SceneOf<C>): Refusal | null;
  /** What to do where nobody can be asked for its step. */
  insteadOfNudge: string;
  /** What to do in place of one more snooze. */
  insteadOfSnooze: string;
  /** For how long it may be snoozed in all, and how far apart it may be nudged. */
  pauses(settings: Settings): { snoozeTotal: Duration; nudgePause: Duration };

  /** Kinds of root messages under which news of it goes. */
  newsUnder: readonly string[];
  /** The action before which it was told to nobody. */
  firstAction: string;
  /** What is said when `decision` has happened, and to whom. Text is written when a message goes out. */
  messages(ctx: TxCtx, after: C['parties'], decision: C['decision'], how: Aftermath): Promise<NewMessage[]>;
  /** Root messages that ask for its step, those that count before others first. */
  asks(row: C['row']): readonly Asks[];
  /** Asks `to`, who stands in for whoever owes the step; `last` is the one of `asks` by which it was asked last. */
  askStandIn(
    ctx: TxCtx,
    parties: C['parties'],
    to: Person,
    how: { entryId: string; last: Asks | null },
  ): NewMessage[];
  /** Does what a change means for cases that hang on this one, once it is written. `entryId` is that of the change. */
  follow?(ctx: TxCtx, after: C['parties'], decision: C['decision'], entryId: string): Promise<void>;
  /** What else shows it. */
  shownIn?(row: C['row']): Subject[];
}

/** A root message of a case, under which its news goes. */
export type Thread = Pick<OutboxThread, 'key' | 'kind' | 'lane' | 'memberId'>;
