import type { Db, Tx } from '../platform/ctx.ts';
import type { Settings } from '../settings/catalogue.ts';

/** More would each get the same message. */
const MOST = 5;

/** Those who can set Baton up and mend it: the ones named by a setting, else Slack's own admins. At most five. */
export async function findAdmins(
  db: Db | Tx,
  workspaceId: string,
  settings: Settings,
): Promise<{ id: string; slackUserId: string }[]> {
  const named = settings.values.admins;
  return db.member.findMany({
    where: {
      workspaceId,
      deactivatedAt: null,
      isBot: false,
      isGuest: false,
      isStranger: false,
      ...(named.length > 0 ? { slackUserId: { in: named } } : { isAdmin: true }),
    },
    select: { id: true, slackUserId: true },
    orderBy: { id: 'asc' },
    take: MOST,
  });
}
