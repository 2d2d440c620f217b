import { memberOf } from '../../platform/audit.ts';
import type { Db, Tx } from '../../platform/ctx.ts';
import { SHIPPED } from '../catalogue.ts';
import type { HealthConfig } from '../config.ts';
import { configChanges } from './config-changes.ts';
import { RULES } from './config-schema.ts';

/** As many versions as are looked through, or listed. */
const MOST = 50;
const STORED = { workspaceId: true, version: true, config: true } as const;

interface StoredConfig {
  workspaceId: string;
  version: number;
  config: unknown;
}

/** The configuration in force: the workspace's latest, else what is shipped. */
export async function loadHealthConfig(db: Db | Tx, workspaceId: string): Promise<HealthConfig> {
  const latest = await newest(db, workspaceId);
  return latest ? (storedConfig(latest) ?? (await olderConfig(db, workspaceId))) : SHIPPED;
}

/** Of the versions before one that cannot be read, the latest that can. */
async function olderConfig(db: Db | Tx, workspaceId: string): Promise<HealthConfig> {
  const rows = await db.healthConfig.findMany({
    where: { workspaceId },
    orderBy: { version: 'desc' },
    select: STORED,
    take: MOST,
  });
  return rows.map(storedConfig).find((config) => config !== null) ?? SHIPPED;
}

function newest(db: Db | Tx, workspaceId: string) {
  return db.healthConfig.findFirst({ where: { workspaceId }, orderBy: { version: 'desc' }, select: STORED });
}

/** As it was in one version; null where the workspace never had it, or it cannot be read. */
export async function findHealthConfig(
  db: Db | Tx,
  workspaceId: string,
  version: number,
): Promise<HealthConfig | null> {
  if (version === SHIPPED.version) return SHIPPED;
  const row = await db.healthConfig.findUnique({
    where: { workspaceId_version: { workspaceId, version } },
    select: STORED,
  });
  return row && storedConfig(row);
}

/** What is stored is whole. What a later release asks for beside it is as shipped. */
export function storedConfig({ workspaceId, version, config }: StoredConfig): HealthConfig | null {
  const isObject = typeof config === 'object' && config !== null;
  const { version: _, ...shipped } = SHIPPED;
  const rules = RULES.read(isObject ? { ...shipped, ...config } : config, `${workspaceId} ${version}`);
  return rules && { ...rules, version };
}

export interface ConfigVersion {
  version: number;
  /** Null for what is shipped. */
  at: Date | null;
  by: string;
  /** Against the version before. */
  changes: string[];
}

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
