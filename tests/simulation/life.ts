import { nudgeCase, snoozeCase } from '../../src/cases/put-off.ts';
import { DEALS } from '../../src/deals/deal-case.ts';
import { postDeals } from '../../src/deals/take/deal-input.ts';
import { beginDeal, handOver } from '../../src/deals/verbs/hand-over.ts';
import { assignDeal } from '../../src/deals/verbs/settle.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { confirmChange } from '../../src/handoffs/follow-ups/confirm-change.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { amendHandoff } from '../../src/handoffs/verbs/amend.ts';
import { acceptHandoff, acknowledgeHandoff, returnHandoff } from '../../src/handoffs/verbs/answer.ts';
import { flagAccount } from '../../src/handoffs/verbs/become-urgent.ts';
import { finishHandoff } from '../../src/handoffs/verbs/close.ts';
import { introduceReceiver } from '../../src/handoffs/verbs/introduce.ts';
import { bookKickoff, customerAnswered, waitForCustomer } from '../../src/handoffs/verbs/kickoff.ts';
import { reassignHandoff } from '../../src/handoffs/verbs/reassign.ts';
import { setAway } from '../../src/people/set-away.ts';
import { checkInRisk, claimRisk, planRisk, resolveRisk } from '../../src/risks/verbs/work.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { Clocks } from './clocks.ts';
import { type Company, isAwayAt, type Member } from './company.ts';
import { DAY, HOUR, MINUTE } from './days.ts';
import { type CaseRef, done, type Stage } from './stage.ts';

/** Where everyday life happens. */
export interface Life {
  stage: Stage;
  company: Company;
  clocks: Clocks;
  agenda: Agenda;
  chance: Chance;
  /** Whether it happens this time: the first time, and then once in so many. Of few, something of everything happens. */
  onceIn(times: number, what: string): boolean;
  /** How often what happened. */
  counts: Map<string, number>;
  /** What was handed over, by its id. */
  handoffs: Map<string, HandedOver>;
}

/** Has this person, or their cover while they are away, do something in so many of their working hours; the silent never do. */
function soon(life: Life, who: Member, act: (by: Member) => Promise<unknown>, sooner = 1): void {
  const { agenda, chance, stage } = life;
  const hours =
    who.temper === 'prompt' ? chance.between(0.1, 4) : who.temper === 'slow' ? chance.between(6, 16) : null;
  if (hours === null) return;
  const minutes = Math.ceil((hours * 60) / sooner);
  const at = who.hours.add(stage.now().getTime(), minutes * MINUTE);
  agenda.at(at, async () => {
    if (!isAwayAt(who, at)) return act(who);
    if (!who.cover || isAwayAt(who.cover, at)) return undefined;
    const { cover } = who;
    agenda.at(cover.hours.works(at) ? at : cover.hours.next(at), () => act(cover));
    return undefined;
  });
}

/** Does it as somebody, and counts it. */
async function act<T>(
  life: Life,
  what: string,
  verb: Promise<T> | T,
): Promise<Exclude<T, { refused: string }>> {
  life.counts.set(what, (life.counts.get(what) ?? 0) + 1);
  return done(await verb, what) as Exclude<T, { refused: string }>;
}

const as = ({ stage }: Life, { id }: Member) => stage.ctx(id);

/** A deal is won, at any hour: the CRM does not sleep. */
export async function win(life: Life, n: number, owner: Member, receiver: Member): Promise<void> {
  const { stage, clocks, chance } = life;
  const account = `Sample Deal ${String(n).padStart(3, '0')}`;
  const [taken] = await postDeals(stage.ctx(), [
    { deal_id: `crm-${n}`, account_name: account, owner: owner.email, amount: 1000 + n, currency: 'EUR' },
  ]);
  if (taken?.kind !== 'create' || !taken.id) throw new Error(`not taken: ${JSON.stringify(taken)}`);
  life.counts.set('won', (life.counts.get('won') ?? 0) + 1);
  const deal: CaseRef = { type: 'deal', id: taken.id };
  clocks.set(deal, 'hand_over', stage.now(), { owner: () => owner });
  const others = life.company.of('sales').filter((one) => one !== owner);
  if (life.onceIn(9, 'assigned'))
    soon(life, owner, async (by) => {
      const to = chance.pick(others);
      await act(life, 'assigned', assignDeal(as(life, by), { dealId: deal.id, ownerId: to.id }));
      clocks.set(deal, 'hand_over', stage.now(), { owner: () => to });
      goOn(to);
    });
  else goOn(owner);

  function goOn(rep: Member): void {
    if (rep.temper === 'slow' && life.onceIn(4, 'deal snoozed'))
      soon(life, rep, (by) => snooze(life, DEALS, deal, by), 8);
    soon(life, rep, async (by) => {
      const begun = await act(life, 'begun', beginDeal(as(life, by), { dealId: deal.id }));
      soon(life, by, (again) => send(life, { ...begun, deal, sender: by, by: again, receiver, account }), 4);
    });
  }
}

interface Sending {
  handoffId: string;
  deal: CaseRef | null;
  sender: Member;
  by: Member;
  receiver: Member;
  account: string;
}

/** A handoff between two people who are not in sales, or that nobody's CRM knows of. */
export async function begin(life: Life, n: number, sender: Member, receiver: Member): Promise<void> {
  const account = `Sample Move ${String(n).padStart(3, '0')}`;
  const saved = await act(
    life,
    'drafted',
    saveDraft(as(life, sender), {
      viewId: `V ${account}`,
      patch: { accountName: account, receiverId: receiver.id },
    }),
  );
  await send(life, { handoffId: saved.handoff.id, deal: null, sender, by: sender, receiver, account });
}

async function send(life: Life, { handoffId, deal, sender, by, receiver, account }: Sending): Promise<void> {
  const { stage, chance, clocks } = life;
  // A draft is its sender's alone.
  if (by !== sender) return;
  const knownBy: Record<string, string> = life.onceIn(3, 'known by a day')
    ? { champion: sender.hours.day(stage.now().getTime() + Math.round(chance.between(1, 4)) * DAY) }
    : {};
  await act(
    life,
    'saved',
    saveDraft(as(life, by), {
      handoffId,
      viewId: '',
      patch: {
        receiverId: receiver.id,
        brief: {
          ...{
            contact: 'Sample Contact',
            why: 'Sample reason',
            promises: 'None',
            open: 'Sample work',
            knownBy,
          },
          outcomes: [{ id: 'o1', text: `Sample outcome at ${account}` }],
        },
      },
    }),
  );
  await act(life, 'handed over', handOver(as(life, by), { handoffId }));
  if (deal) clocks.stop(deal, stage.now());
  const handoff: HandedOver = { type: 'handoff', id: handoffId, sender, receiver, knownBy, returns: 0 };
  life.handoffs.set(handoffId, handoff);
  clocks.set(handoff, 'hard_stop', stage.now(), { owner: () => receiver });
  await asked(life, handoff);
}

export interface HandedOver extends CaseRef {
  sender: Member;
  receiver: Member;
  knownBy: Record<string, string>;
  returns: number;
}

/** It waits for its receiver, as if it had just been sent. */
async function asked(life: Life, handoff: HandedOver): Promise<void> {
  const { stage, clocks } = life;
  const { receiver, sender } = handoff;
  clocks.stop(handoff, stage.now(), ['decide', 'resubmit']);
  clocks.set(handoff, 'acknowledge', stage.now(), { owner: () => receiver });
  await follow(life, handoff);
  const still = () => handoff.receiver === receiver && clocks.runs(handoff, 'acknowledge');
  if (receiver.temper === 'slow' && life.onceIn(3, 'handoff snoozed'))
    soon(life, receiver, async (by) => (still() ? snooze(life, HANDOFFS, handoff, by) : undefined), 8);
  if (receiver.temper === 'silent')
    soon(life, { ...sender, temper: 'slow' }, async (by) => {
      if (still()) await act(life, 'nudged', nudgeCase(as(life, by), HANDOFFS, handoff.id));
    });
  soon(life, receiver, async (by) => {
    if (!still()) return;
    if (life.onceIn(3, 'accepted at once')) return accept(life, handoff, by);
    await act(life, 'acknowledged', acknowledgeHandoff(as(life, by), { handoffId: handoff.id }));
    clocks.stop(handoff, stage.now(), ['acknowledge']);
    clocks.set(handoff, 'decide', stage.now(), { owner: () => receiver });
    await follow(life, handoff);
    introduce(life, handoff);
    soon(life, receiver, async (decides) => {
      if (handoff.receiver !== receiver || !clocks.runs(handoff, 'decide')) return;
      if (handoff.returns === 0 && life.onceIn(3, 'returned')) await giveBack(life, handoff, decides);
      else await accept(life, handoff, decides);
    });
  });
}

async function giveBack(life: Life, handoff: HandedOver, by: Member): Promise<void> {
  const { stage, clocks } = life;
  const { id: handoffId, sender } = handoff;
  await act(
    life,
    'returned',
    returnHandoff(as(life, by), { handoffId, criteria: [], note: 'Sample question?' }),
  );
  handoff.returns += 1;
  clocks.stop(handoff, stage.now(), ['acknowledge', 'decide']);
  clocks.set(handoff, 'resubmit', stage.now(), { owner: () => sender });
  await follow(life, handoff);
  soon(life, sender, async (answers) => {
    if (!clocks.runs(handoff, 'resubmit')) return;
    const brief = { contact: `Sample Contact, asked ${handoff.returns} times` };
    await act(life, 'filled up', saveDraft(as(life, answers), { handoffId, viewId: '', patch: { brief } }));
    await act(life, 'sent again', handOver(as(life, answers), { handoffId }));
    await asked(life, handoff);
  });
}

function introduce(life: Life, handoff: HandedOver): void {
  soon(life, handoff.sender, async (by) => {
    const open = await life.stage.database.db.handoffFollowUp.findFirst({
      where: { handoffId: handoff.id, step: 'introduce', state: 'open' },
    });
    if (!open || clocksOver(life, handoff)) return;
    await act(life, 'introduced', introduceReceiver(as(life, by), { handoffId: handoff.id }));
    await follow(life, handoff);
  });
}

const clocksOver = ({ clocks }: Life, handoff: HandedOver): boolean =>
  !['acknowledge', 'decide', 'book_kickoff', 'hold_kickoff'].some((clock) => clocks.runs(handoff, clock));

async function accept(life: Life, handoff: HandedOver, by: Member): Promise<void> {
  const { stage, clocks } = life;
  const { id: handoffId, receiver, sender } = handoff;
  await act(life, 'accepted', acceptHandoff(as(life, by), { handoffId }));
  clocks.stop(handoff, stage.now());
  clocks.set(handoff, 'book_kickoff', stage.now(), { owner: () => receiver });
  await follow(life, handoff);
  introduce(life, handoff);
  if (life.onceIn(2, 'amended')) soon(life, receiver, (amends) => change(life, handoff, amends, sender));
  if (Object.keys(handoff.knownBy).length > 0 && life.onceIn(2, 'answered'))
    soon(life, sender, async (answers) => {
      if (clocksOver(life, handoff)) return;
      const people = [{ id: 'p1', name: 'Sample Champion', role: 'champion' as const }];
      await act(life, 'answered', amendHandoff(as(life, answers), { handoffId, patch: () => ({ people }) }));
      await follow(life, handoff);
    });
  if (life.onceIn(3, 'waiting')) soon(life, receiver, (waits) => wait(life, handoff, waits), 2);
  else soon(life, receiver, (books) => book(life, handoff, books));
}

/** What the other side relies on: they confirm it. */
async function change(life: Life, handoff: HandedOver, by: Member, other: Member): Promise<void> {
  if (clocksOver(life, handoff)) return;
  const goLive = by.hours.day(life.stage.now().getTime() + 90 * DAY);
  await act(
    life,
    'amended',
    amendHandoff(as(life, by), { handoffId: handoff.id, patch: () => ({ goLive }) }),
  );
  await follow(life, handoff);
  soon(life, other, async (confirms) => {
    const open = await life.stage.database.db.handoffFollowUp.findFirst({
      where: { handoffId: handoff.id, step: 'confirm', state: 'open' },
    });
    if (!open) return;
    await act(life, 'confirmed', confirmChange(as(life, confirms), { id: open.id }));
    await follow(life, handoff);
  });
}

async function wait(life: Life, handoff: HandedOver, by: Member): Promise<void> {
  const { stage, clocks, chance } = life;
  const { id: handoffId, receiver } = handoff;
  if (!clocks.runs(handoff, 'book_kickoff')) return;
  const day = receiver.hours.day(stage.now().getTime() + Math.round(chance.between(1, 3)) * DAY);
  await act(life, 'waiting', waitForCustomer(as(life, by), { handoffId, day, reason: 'Sample reason' }));
  const from = receiver.hours.dayEnd(day) - MINUTE;
  clocks.set(handoff, 'book_kickoff', stage.now(), { owner: () => receiver, from });
  soon(
    life,
    receiver,
    async (hears) => {
      if (stage.now().getTime() < from) {
        await act(life, 'customer answered', customerAnswered(as(life, hears), { handoffId }));
        clocks.set(handoff, 'book_kickoff', stage.now(), { owner: () => receiver });
      }
      soon(life, receiver, (books) => book(life, handoff, books));
    },
    2,
  );
}

async function book(life: Life, handoff: HandedOver, by: Member): Promise<void> {
  const { stage, clocks, chance, agenda } = life;
  const { id: handoffId, receiver } = handoff;
  if (!clocks.runs(handoff, 'book_kickoff')) return;
  const day = receiver.hours.day(stage.now().getTime() + Math.round(chance.between(1, 3)) * DAY);
  await act(life, 'booked', bookKickoff(as(life, by), { handoffId, day, link: '' }));
  clocks.stop(handoff, stage.now(), ['book_kickoff']);
  const from = receiver.hours.dayStart(day);
  clocks.set(handoff, 'hold_kickoff', stage.now(), { owner: () => receiver, from });
  agenda.at(Math.max(from, stage.now().getTime()), async () => {
    soon(life, receiver, async (holds) => {
      if (!clocks.runs(handoff, 'hold_kickoff')) return;
      const heldOn = holds.hours.day(stage.now().getTime());
      await act(
        life,
        'finished',
        finishHandoff(as(life, holds), { handoffId, heldOn, askedAgain: [], quality: 5, note: '' }),
      );
      clocks.stop(handoff, stage.now());
      await follow(life, handoff);
    });
  });
}

/** Once a lead has heard that somebody of theirs does not answer, some of them give it to somebody else. */
export async function reassign(life: Life, handoff: HandedOver, lead: Member): Promise<void> {
  const { company, chance, clocks } = life;
  const { receiver, sender } = handoff;
  if (receiver.lead !== lead || !['acknowledge', 'decide'].some((clock) => clocks.runs(handoff, clock)))
    return;
  const team = company.members.filter((one) => one.lead === lead && one !== receiver && one !== sender);
  const others = team.filter(({ temper }) => temper !== 'silent');
  if (others.length === 0) return;
  const to = chance.pick(others);
  const command = { handoffId: handoff.id, receiverId: to.id, reason: 'Sample reason' };
  await act(life, 'reassigned', reassignHandoff(as(life, lead), command));
  handoff.receiver = to;
  await asked(life, handoff);
}

/** Of a handoff's follow-ups those that are new are clocks that begin now, and those that are gone have stopped. */
async function follow(life: Life, { id: handoffId, sender, receiver }: HandedOver): Promise<void> {
  const { stage, clocks } = life;
  const rows = await stage.database.db.handoffFollowUp.findMany({ where: { handoffId } });
  const { state } = await stage.database.db.handoff.findUniqueOrThrow({ where: { id: handoffId } });
  const wasReassigned = state === 'submitted';
  for (const row of rows) {
    const of = { type: 'follow_up', id: row.id };
    const owner = row.part === 'receiver' ? receiver : sender;
    if (row.state !== 'open') clocks.stop(of, stage.now());
    else if (
      !clocks.runs(of, row.step) ||
      (wasReassigned && row.updatedAt.getTime() === stage.now().getTime())
    ) {
      const day = row.step === 'answer' ? row.dueOn?.toISOString().slice(0, 10) : undefined;
      clocks.set(of, row.step, stage.now(), {
        owner: () => owner,
        ...(day && { from: sender.hours.dayStart(day) }),
      });
    }
  }
}

/** Puts it off until their next morning, or for some hours. */
async function snooze(
  life: Life,
  kind: typeof HANDOFFS | typeof DEALS,
  of: CaseRef,
  by: Member,
): Promise<void> {
  const { stage, chance, clocks } = life;
  const how = chance.pick(['one_hour', 'four_hours'] as const);
  const running = ['acknowledge', 'hand_over'].some((clock) => clocks.runs(of, clock));
  if (!running) return;
  const ctx = as(life, by);
  if (kind === HANDOFFS) await act(life, 'snoozed', snoozeCase(ctx, HANDOFFS, { id: of.id, snooze: how }));
  else await act(life, 'snoozed', snoozeCase(ctx, DEALS, { id: of.id, snooze: how }));
  clocks.snooze(of, stage.now(), stage.now().getTime() + (how === 'one_hour' ? HOUR : 4 * HOUR));
}

/** A rep has heard something of an account; its CSM deals with it. */
export async function flag(life: Life, account: Company['accounts'][number]): Promise<void> {
  const { stage, clocks, chance } = life;
  const { csm, rep } = account;
  const seen = {
    kind: 'other',
    sentiment: null,
    note: 'Sample note',
    evidence: null,
    urgent: false,
  } as const;
  const { riskId } = await act(
    life,
    'flagged',
    flagAccount(as(life, rep), { account: { id: account.id }, ...seen }),
  );
  const risk: CaseRef = { type: 'risk', id: riskId };
  clocks.set(risk, 'claim', stage.now(), { owner: () => csm });
  soon(life, csm, async (claims) => {
    await act(life, 'claimed', claimRisk(as(life, claims), { riskId }));
    clocks.stop(risk, stage.now());
    clocks.set(risk, 'plan', stage.now(), { owner: () => claims });
    soon(life, claims, async (by) => {
      const day = by.hours.day(stage.now().getTime() + Math.round(chance.between(1, 3)) * DAY);
      const plan = { riskId, firstAction: 'Sample step', dueOn: day, checkInOn: day };
      await act(life, 'planned', planRisk(as(life, by), plan));
      clocks.stop(risk, stage.now());
      const from = claims.hours.dayStart(day);
      clocks.set(risk, 'check_in', stage.now(), { owner: () => claims, from });
      life.agenda.at(from, async () => {
        soon(life, claims, async (again) => {
          if (life.onceIn(2, 'resolved')) {
            const end = { riskId, outcome: 'saved', verdict: null, reason: 'Sample reason' } as const;
            await act(life, 'resolved', resolveRisk(as(life, again), end));
            clocks.stop(risk, stage.now());
            return;
          }
          const on = again.hours.day(stage.now().getTime() + 7 * DAY);
          const said = { riskId, note: 'Sample update', checkInOn: on };
          await act(life, 'checked in', checkInRisk(as(life, again), said));
          clocks.set(risk, 'check_in', stage.now(), { owner: () => claims, from: claims.hours.dayStart(on) });
        });
      });
    });
  });
}

/** Somebody is away from the beginning of a day until they work again, now or as they have planned. */
export async function goAway(life: Life, who: Member, firstDay: string, lastDay: string): Promise<void> {
  const from = Math.max(who.hours.dayStart(firstDay), life.stage.now().getTime());
  const until = who.hours.dayEnd(lastDay);
  const absence = { memberId: who.id, until: new Date(until), from: new Date(from) };
  await act(life, 'away', setAway(as(life, who), absence));
  who.away = [from, until];
}
