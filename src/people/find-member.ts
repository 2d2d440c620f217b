import { Prisma } from '../../prisma/generated/client.ts';
import type { Db, Tx } from '../platform/ctx.ts';
import { uuid } from '../platform/sql.ts';
import type { Person } from './person.ts';
import { SELECT_PERSON } from './person-rows.ts';

/** The member with this Slack id in this workspace, or null when it has not been seen yet. */
export async function memberBySlackId(
  db: Db | Tx,
  workspaceId: string,
  slackUserId: string,
): Promise<Person | null> {
  const [person] = await db.$queryRaw<Person[]>(Prisma.sql`
    ${SELECT_PERSON} WHERE m.workspace_id = ${uuid(workspaceId)} AND m.slack_user_id = ${slackUserId}`);
  return person ?? null;
}
