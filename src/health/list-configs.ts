import type { Actor, Db } from '../platform/ctx.ts';
import { SHIPPED } from './catalogue.ts';
import { configChanges } from './config-changes.ts';
import { storedConfig } from './load-config.ts';

export interface ConfigVersion {
  version: number;
  /** Null for what is shipped. */
  at: Date | null;
  by: string;
  /** Against the version before. */
  changes: string[];
}

const MOST = 50;

/** The versions that were in force, the latest 50, newest first. */
export async function listHealthConfigs(db: Db, workspaceId: string): Promise<ConfigVersion[]> {
  const rows = await db.healthConfig.findMany({
    where: { workspaceId },
    orderBy: { version: 'desc' },
    take: MOST + 1,
  });
  const ids = rows.flatMap(({ actor }) => memberOf(actor) ?? []);
  const members = await db.member.findMany({
    where: { workspaceId, id: { in: ids } },
    select: { id: true, name: true },
  });
  const made = rows.map((row, index) => {
    const before = rows[index + 1];
    const [was, is] = [before ? storedConfig(before) : SHIPPED, storedConfig(row)];
    const changes = was && is ? configChanges(was, is) : ['could not be read'];
    const by = members.find(({ id }) => id === memberOf(row.actor))?.name ?? 'command line';
    return { version: row.version, at: row.createdAt, by, changes };
  });
  const shipped = { version: SHIPPED.version, at: null, by: 'as shipped', changes: [] };
  return rows.length > MOST ? made.slice(0, MOST) : [...made, shipped];
}

function memberOf(actor: unknown): string | null {
  const who = actor as Actor;
  return who.type === 'member' ? who.memberId : null;
}
