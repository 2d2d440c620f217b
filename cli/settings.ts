import type { Command } from 'commander';
import type { Ctx } from '../src/platform/ctx.ts';
import { cut } from '../src/platform/text.ts';
import {
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
  settingWords,
} from '../src/settings/catalogue.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { setSetting, settingKey } from '../src/settings/set-setting.ts';
import { agreed, type Io } from './io.ts';
import { inWorkspace } from './open.ts';

export function registerSettings(program: Command, io: Io): void {
  const settings = program.command('settings').description('read and change what holds in a workspace');
  settings
    .command('get')
    .argument('[key]', 'one setting; all of them without it')
    .description('show what is set, the defaults, and what each setting means')
    .action((key: string | undefined, _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const found = await loadSettings(ctx.db, ctx.workspace.id);
        io.write(key === undefined ? everySetting(found) : oneSetting(agreed(settingKey(key)), found));
        for (const broken of found.unreadable)
          io.warn(`${broken} holds a value that cannot be read; the default is used. Set it again.\n`);
      }),
    );
  settings
    .command('set')
    .argument('<key>')
    .argument(
      '<value...>',
      'such as 4 hours; "default" goes back to the default, as does: settings unset KEY',
    )
    .description('change one setting')
    .action((key: string, value: string[], _options, command: Command) =>
      inWorkspace(io, command, (ctx) => change(io, ctx, key, value.join(' '))),
    );
  settings
    .command('unset')
    .argument('<key>')
    .description('go back to the default of one setting')
    .action((key: string, _options, command: Command) =>
      inWorkspace(io, command, (ctx) => change(io, ctx, key, 'default')),
    );
}

async function change(io: Io, ctx: Ctx, key: string, value: string): Promise<void> {
  const changed = agreed(await setSetting(ctx, { key, value }));
  if (changed.key !== key.trim().toLowerCase()) io.warn(`${key} is called ${changed.key} now.\n`);
  const reset = changed.reset ? ' (the default)' : '';
  const [after, before] = [changed.after, changed.before].map((text) => settingWords(changed.key, text));
  io.write(`${changed.key} is now ${after}${reset}. Before: ${before}.\n`);
}

// Fits 80 columns: the meaning has a line of its own.
function everySetting(settings: Settings): string {
  const lines = [`${'SETTING'.padEnd(29)}  ${'VALUE'.padEnd(26)}  DEFAULT`];
  for (const key of SETTING_KEYS) {
    const { fallback, meaning } = SETTINGS[key];
    const value = cut(settingWords(key, settings.text[key]), 26);
    lines.push(`${key.padEnd(29)}  ${value.padEnd(26)}  ${settingWords(key, fallback)}`);
    lines.push(`    ${meaning}`);
  }
  return `${lines.join('\n')}\n`;
}

function oneSetting(key: SettingKey, settings: Settings): string {
  const { fallback, meaning } = SETTINGS[key];
  const value = settingWords(key, settings.text[key]);
  return `${key} = ${value}\n    ${meaning} Default: ${settingWords(key, fallback)}.\n`;
}
