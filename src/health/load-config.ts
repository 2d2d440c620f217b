import type { Db, Tx } from '../platform/ctx.ts';
import { SHIPPED } from './catalogue.ts';
import type { HealthConfig } from './config.ts';

/** The configuration in force: the workspace's latest, else what is shipped. */
export async function loadHealthConfig(db: Db | Tx, workspaceId: string): Promise<HealthConfig> {
  const row = await db.healthConfig.findFirst({
    where: { workspaceId },
    orderBy: { version: 'desc' },
    select: { version: true, config: true },
  });
  return row ? storedConfig(row) : SHIPPED;
}

/** As it was in one version; null where the workspace never had it. */
export async function findHealthConfig(
  db: Db | Tx,
  workspaceId: string,
  version: number,
): Promise<HealthConfig | null> {
  if (version === SHIPPED.version) return SHIPPED;
  const row = await db.healthConfig.findUnique({
    where: { workspaceId_version: { workspaceId, version } },
    select: { version: true, config: true },
  });
  return row && storedConfig(row);
}

/** What is stored is whole. What a later release asks for beside it is as shipped. */
export function storedConfig({ version, config }: { version: number; config: unknown }): HealthConfig {
  if (typeof config !== 'object' || config === null) throw new Error('a stored health configuration is none');
  return { ...SHIPPED, ...(config as Partial<HealthConfig>), version };
}
