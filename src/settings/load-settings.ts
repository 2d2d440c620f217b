import type { Db, Tx } from '../platform/ctx.ts';
import { texts, uuid } from '../platform/sql.ts';
import { namesOf, SETTING_KEYS, type Settings, settingNamed, settingsFrom } from './catalogue.ts';

/** What this workspace set, and the defaults for the rest. */
export async function loadSettings(db: Db | Tx, workspaceId: string): Promise<Settings> {
  const rows = await db.$queryRaw<{ key: string; value: unknown }[]>`
    SELECT key, value FROM settings
     WHERE workspace_id = ${uuid(workspaceId)} AND key = ANY (${texts(SETTING_KEYS.flatMap(namesOf))})
     ORDER BY updated_at`;
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
