import type { Db, Tx } from '../platform/ctx.ts';
import { SHIPPED } from './catalogue.ts';
import type { HealthConfig } from './config.ts';
import { RULES } from './config-schema.ts';

/** As many versions as are looked through. */
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
