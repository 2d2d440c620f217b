import type { Command } from 'commander';
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
  const settings = program.command('settings').description('read and change the policies of a workspace');
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
    .argument('<value...>', 'such as 4 hours; "default" goes back to the default')
    .description('change one setting')
    .action((key: string, value: string[], _options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const change = agreed(await setSetting(ctx, { key, value: value.join(' ') }));
        if (change.key !== key.trim().toLowerCase()) io.warn(`${key} is called ${change.key} now.\n`);
        const reset = change.reset ? ' (the default)' : '';
        const [after, before] = [change.after, change.before].map((text) => settingWords(change.key, text));
        io.write(`${change.key} is now ${after}${reset}. Before: ${before}.\n`);
      }),
    );
}

// Fits 80 columns: the meaning has a line of its own.
function everySetting(settings: Settings): string {
  const lines = [`${'SETTING'.padEnd(38)}  ${'VALUE'.padEnd(26)}  DEFAULT`];
  for (const key of SETTING_KEYS) {
    const { fallback, meaning } = SETTINGS[key];
    const value = cut(settingWords(key, settings.text[key]), 26);
    lines.push(`${key.padEnd(38)}  ${value.padEnd(26)}  ${settingWords(key, fallback)}`);
    lines.push(`    ${meaning}`);
  }
  return `${lines.join('\n')}\n`;
}

function oneSetting(key: SettingKey, settings: Settings): string {
  const { fallback, meaning } = SETTINGS[key];
  const value = settingWords(key, settings.text[key]);
  return `${key} = ${value}\n    ${meaning} Default: ${settingWords(key, fallback)}.\n`;
}
