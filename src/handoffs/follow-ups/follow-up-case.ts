import { Prisma } from '../../../prisma/generated/client.ts';
import type { CaseKind } from '../../cases/case-kind.ts';
import { dm } from '../../outbox/define-message.ts';
import type { NewMessage } from '../../outbox/message.ts';
import type { Person } from '../../people/person.ts';
import type { TxCtx } from '../../platform/ctx.ts';
import { refuse } from '../../platform/refusal.ts';
import { LostRace } from '../../platform/transact.ts';
import { OPEN_STATES } from '../handoff.ts';
import { settingsOf } from '../rules/policy.ts';
import { type FollowUp, type FollowUpDecision, type FollowUpStep, followUpName } from './follow-up.ts';
import { FOLLOW_UP_MESSAGES } from './messages.ts';
import {
  FOLLOW_UP_HOME,
  type FollowUpParties,
  followUpLadder,
  followUpOwed,
  followUpStarts,
  mayFollowUp,
  notYourFollowUp,
  whoFollowsUp,
  whyNotFollowUp,
} from './rules.ts';
import { AROUND_FOLLOW_UP, type FollowUpShape, loadFollowUpScene } from './scene.ts';

const rule = {
  ladder({ followUp, segment, people, settings }: FollowUpParties) {
    const { kind, receiverId } = followUp.of;
    const told = { kind, segment, receiver: people.get(receiverId ?? '') };
    return followUpLadder(followUp, settingsOf(told, settings));
  },
};

/** As `sideOf` says it. */
const BY_RECEIVER = Prisma.sql`(c.step = 'confirm' AND c.part = 'receiver')`;

/** What somebody still owes of a handoff beside its next step, as a case of its own. */
export const FOLLOW_UPS: CaseKind<FollowUpShape> = {
  ...AROUND_FOLLOW_UP,
  around: AROUND_FOLLOW_UP,
  name: followUpName,
  owed: followUpOwed,
  home: FOLLOW_UP_HOME,
  table: Prisma.sql`handoff_follow_ups`,
  isOwed: Prisma.sql`c.state = 'open' AND EXISTS (SELECT FROM handoffs h WHERE h.id = c.handoff_id
    AND (h.state = ANY (${[...OPEN_STATES]}::handoff_state[]) AND (c.step <> 'introduce' OR h.state <> 'returned')))`,
  does: [
    {
      isOf: (memberId) => Prisma.sql`c.handoff_id IN (SELECT h.id FROM handoffs h
        WHERE h.workspace_id = c.workspace_id AND h.sender_id = ${memberId}) AND NOT ${BY_RECEIVER}`,
      actions: ['done'],
    },
    {
      isOf: (memberId) => Prisma.sql`c.handoff_id IN (SELECT h.id FROM handoffs h
        WHERE h.workspace_id = c.workspace_id AND h.receiver_id = ${memberId}) AND ${BY_RECEIVER}`,
      actions: ['done'],
    },
  ],
  clocks: {
    introduce: rule,
    answer: { ...rule, startsAt: followUpStarts },
    confirm: rule,
  } satisfies Record<FollowUpStep, unknown>,

  load: loadFollowUpScene,
  write,
  after: async (_, before, followUp) => ({ ...before, followUp }),

  may: (verb, { roles }) => mayFollowUp(verb, roles),
  notYours: notYourFollowUp,
  wrongState: whyNotFollowUp,
  notDue: (scene, now) =>
    (followUpStarts(scene) ?? now) > now
      ? refuse('not_due', 'They said by when they’ll know, and that day is still to come.')
      : null,
  insteadOfNudge: 'Ask their lead.',
  insteadOfSnooze: 'Do it now, or change the brief.',
  pauses: ({ values }) => ({
    snoozeTotal: values['handoff.snooze_total'],
    nudgePause: values['handoff.nudge_pause'],
  }),

  newsUnder: [FOLLOW_UP_MESSAGES.request.kind],
  firstAction: 'opened',
  async messages(ctx, after, { action }, { entryId }) {
    const to = action === 'nudged' ? whoFollowsUp(after, ctx.now) : null;
    return to ? [dmTo('nudge', after.followUp, to, entryId)] : [];
  },
  asks: ({ id }) => [{ subject: { type: 'follow_up', id }, kinds: [FOLLOW_UP_MESSAGES.request.kind] }],
  askStandIn: (_, { followUp }, to, { entryId }) => [dmTo('request', followUp, to, entryId)],
};

function dmTo(kind: 'request' | 'nudge', { id, version }: FollowUp, to: Person, entryId: string): NewMessage {
  const declared = FOLLOW_UP_MESSAGES[kind];
  return declared.root({
    subject: { type: 'follow_up', id },
    ...dm(to),
    data: { entryId },
    thread: `follow_up:${id}:${declared.kind}:${version}:${to.id}`,
  });
}

async function write(ctx: TxCtx, followUp: FollowUp, patch: FollowUpDecision['patch']): Promise<FollowUp> {
  const [written] = await ctx.tx.handoffFollowUp.updateManyAndReturn({
    where: { id: followUp.id, workspaceId: ctx.workspace.id, version: followUp.version },
    data: { updatedAt: ctx.now, ...patch, version: followUp.version + 1 },
  });
  if (!written) throw new LostRace(`Follow-up ${followUp.id}`);
  return { ...followUp, ...written };
}
