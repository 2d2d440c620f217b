import type { Db, Tx } from '../platform/ctx.ts';
import { texts, uuid } from '../platform/sql.ts';
import { namesOf, SETTING_KEYS, type Settings, settingNamed, settingsFrom } from './catalogue.ts';
import { POLICY_KEYS, type Policy } from './policy.ts';

/** Those of a setting have no id. */
interface Row extends Omit<Policy, 'id' | 'key' | 'text'> {
  id: string | null;
  key: string;
  value: unknown;
}

/** What this workspace set, and the defaults for the rest. One statement. */
export async function loadSettings(db: Db | Tx, workspaceId: string): Promise<Settings> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT NULL::uuid AS id, key, value, NULL AS kind, NULL AS segment, NULL::uuid AS "teamId", updated_at FROM settings
     WHERE workspace_id = ${uuid(workspaceId)} AND key = ANY (${texts(SETTING_KEYS.flatMap(namesOf))})
     UNION ALL
    SELECT id, key, to_jsonb(value), kind::text, segment, team_id, updated_at FROM policies
     WHERE workspace_id = ${uuid(workspaceId)} AND key = ANY (${texts(POLICY_KEYS)})
     ORDER BY updated_at, id`;
  const stored = new Map<string, string>();
  const policies: Policy[] = [];
  for (const { id, key, value, kind, segment, teamId } of rows) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    // Under whichever of its names a setting was set last: the version before knows the old one alone.
    if (id === null) stored.set(settingNamed(key) ?? key, text);
    else policies.push({ id, key: key as Policy['key'], kind, segment, teamId, text });
  }
  return settingsFrom(stored, policies);
}
