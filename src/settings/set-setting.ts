import { audit } from '../platform/audit.ts';
import type { Ctx } from '../platform/ctx.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { instant, texts, uuid } from '../platform/sql.ts';
import { closest } from '../platform/text.ts';
import { transact } from '../platform/transact.ts';
import { checkCalendar } from '../time/calendar.ts';
import {
  namesOf,
  readSetting,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  settingNamed,
  settingText,
} from './catalogue.ts';
import { loadSettings } from './load-settings.ts';

export interface SettingChange {
  key: SettingKey;
  before: string;
  after: string;
  /** The default holds again. */
  reset: boolean;
}

/**
 * Sets one value from its text; `default` goes back to the default. A name that the key had before is taken for it. Refuses an unknown key with a suggestion,
 * a value with what is allowed, and working hours that leave no working time in the next 60 days.
 */
export async function setSetting(
  ctx: Ctx,
  command: { key: string; value: string },
): Promise<SettingChange | Refusal> {
  const key = settingKey(command.key);
  if (isRefusal(key)) return key;
  const text = command.value.trim();
  const reset = text.toLowerCase() === 'default';
  const typed = reset ? SETTINGS[key].fallback : text;
  const value = readSetting(key, typed);
  if (isRefusal(value)) return value;
  const after = settingText(value, typed);

  return transact(ctx, async (ctx) => {
    const workspaceId = ctx.workspace.id;
    const settings = await loadSettings(ctx.tx, workspaceId);
    if (key === 'calendar' || key === 'calendar.holidays') {
      const values = { ...settings.values, [key]: value };
      const calendar = { zone: 'UTC', week: values.calendar, holidays: values['calendar.holidays'] };
      const refusal = checkCalendar(calendar, ctx.now);
      if (refusal) return refuse(refusal.refused, `${key}: ${refusal.message}`, key);
    }
    if (reset) await ctx.tx.setting.deleteMany({ where: { workspaceId, key: { in: namesOf(key) } } });
    // Under its old name too: the version before may run beside this one, or come back.
    else
      await ctx.tx.$executeRaw`
        INSERT INTO settings (workspace_id, key, value, updated_at)
        SELECT ${uuid(workspaceId)}, name, ${JSON.stringify(after)}::jsonb, ${instant(ctx.now)}
          FROM unnest(${texts(namesOf(key))}) AS name ORDER BY name
        ON CONFLICT (workspace_id, key) DO UPDATE SET value = EXCLUDED.value, updated_at = EXCLUDED.updated_at`;
    const before = settings.text[key];
    await audit(ctx, {
      subject: { type: 'workspace', id: workspaceId },
      action: 'setting.changed',
      data: { key, before, after, reset },
    });
    return { key, before, after, reset };
  });
}

/** The key as written, or a refusal that names the nearest one. */
export function settingKey(key: string): SettingKey | Refusal {
  const wanted = key.trim().toLowerCase();
  const named = settingNamed(wanted);
  if (named) return named;
  const near = closest(wanted, SETTING_KEYS);
  const help = near ? `Did you mean ${near}?` : `The keys are: ${SETTING_KEYS.join(', ')}.`;
  return refuse('unknown_setting', `There is no setting "${key}". ${help}`, 'key');
}
