import type { Db, Tx } from '../platform/ctx.ts';
import { namesOf, SETTING_KEYS, type Settings, settingNamed, settingsFrom } from './catalogue.ts';

/** What this workspace set, and the defaults for the rest. */
export async function loadSettings(db: Db | Tx, workspaceId: string): Promise<Settings> {
  const rows = await db.setting.findMany({
    where: { workspaceId, key: { in: SETTING_KEYS.flatMap(namesOf) } },
    select: { key: true, value: true, updatedAt: true },
    orderBy: { updatedAt: 'asc' },
  });
  // Under whichever of its names a setting was set last: the version before knows the old one alone.
  return settingsFrom(
    new Map(
      rows.map(({ key, value }) => [
        settingNamed(key) ?? key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );
}
