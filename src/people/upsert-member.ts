import type { TxCtx } from '../platform/ctx.ts';
import { memberBySlackId } from './find-member.ts';
import type { Person } from './person.ts';
import type { SlackUser } from './slack-user.ts';
import { writeMembers } from './write-members.ts';

/** Records one user as Slack describes it now, and answers the member. Throws without a user id. */
export async function upsertMember(ctx: TxCtx, user: SlackUser): Promise<Person> {
  await writeMembers(ctx, [user]);
  const person = await memberBySlackId(ctx.tx, ctx.workspace.id, user.id ?? '');
  if (!person) throw new Error('Slack user without an id');
  return person;
}
