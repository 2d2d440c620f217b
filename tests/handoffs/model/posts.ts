import { type Kind, MESSAGES } from '../../../jobs/messages.ts';
import { isLive } from './chase.ts';
import { saidOf } from './compare.ts';
import { answererOf, clockOf, handoffOf, type Model, type Said, sidesOf } from './model.ts';
import type { MessageRow } from './snapshot.ts';
import { ctxOf, type Stage } from './stage.ts';

/** A message that asks somebody for something, written and not delivered yet. */
export interface Post {
  row: MessageRow;
  said: Said;
  /** Of a nudge: how the handoff stood, and who was asked. Null when it was answered in the same instant. */
  asked: string | null;
}

const CHASES = ['handoff_escalation', 'handoff_reminder', 'handoff_nudge', 'morning'];

export function newPosts(model: Model, rows: readonly MessageRow[], nameOf: Map<string, string>): Post[] {
  return rows
    .filter((row) => CHASES.includes(row.kind))
    .map((row) => {
      const said = saidOf(row, nameOf);
      return {
        row,
        said,
        asked: row.kind === 'handoff_nudge' ? askedOf(model, said.handoff, said.member) : null,
      };
    });
}

/** Who is asked for what: once somebody else owes the next step, the nudge is for nothing. */
function askedOf(model: Model, id: string | null, member: string | null): string | null {
  const handoff = handoffOf(model, id ?? '');
  if (!clockOf(handoff) || (member !== null && answererOf(model, handoff).name !== member)) return null;
  return [sidesOf(model, handoff).owing.name, handoff.state, answererOf(model, handoff).name].join(' ');
}

/** Whether it is still to be said. Null where either is fine. */
function isAsked(model: Model, { said, row, asked }: Post): boolean | null {
  if (row.kind === 'morning') {
    const day = String(row.data['day']);
    return model.items.some(
      (item) =>
        item.member === said.member && item.day === day && current(model, item) && !isMuted(model, item),
    );
  }
  const { handoff: id, clock, epoch } = said;
  if (id !== null && clock !== null && epoch !== null) return current(model, { handoff: id, clock, epoch });
  const now = askedOf(model, id, null);
  if (now === null) return false;
  if (asked === null) return null;
  if (now === asked) return true;
  const [owing, , answerer] = now.split(' ');
  return owing === asked.split(' ')[0] || answerer === said.member ? null : false;
}

/** What somebody has snoozed does not remind them of their own step. */
function isMuted(model: Model, { handoff: id, clock, member }: Model['items'][number]): boolean {
  const handoff = handoffOf(model, id);
  const isSnoozed = handoff.snoozedUntil !== null && handoff.snoozedUntil > model.now;
  return isSnoozed && clock === clockOf(handoff) && member === sidesOf(model, handoff).owing.name;
}

function current(
  model: Model,
  { handoff: id, clock, epoch }: { handoff: string; clock: NonNullable<Said['clock']>; epoch: number },
) {
  const handoff = handoffOf(model, id);
  return isLive(handoff, clock) && handoff.clocks[clock]?.epoch === epoch;
}

/** Promise 3: makes the words as delivery would, now. A problem where they are not what they should be. */
export async function probe(
  stage: Stage,
  model: Model,
  post: Post,
): Promise<{ words: unknown; problem: string | null }> {
  const { row, said } = post;
  const kind = MESSAGES[row.kind as Kind];
  if (!kind) throw new Error(`no kind ${row.kind}`);
  const message = {
    id: row.id,
    kind: row.kind,
    subject: { type: row.subject_type, id: row.subject_id },
    memberId: row.member_id,
    data: row.data,
    dedupeKey: row.dedupe_key,
    isLatest: true,
  };
  const { workspace, now, db, log } = ctxOf(stage, model.now, null);
  const words = await kind.render({ workspace, now, db, log }, message, { dm: true, posted: false });
  const asked = isAsked(model, post);
  if (asked === null || (words !== null) === asked) return { words, problem: null };
  const named = `${row.kind} ${row.dedupe_key} to ${said.member ?? row.lane}`;
  return {
    words,
    problem: `${named} is ${asked ? 'left unsaid, though nobody answered' : 'said after the answer'}`,
  };
}
