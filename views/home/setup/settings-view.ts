import type { KnownBlock, ModalView, StaticSelect } from '@slack/types';
import { isChanged } from '../../../src/home/setup.ts';
import { SETTINGS, type SettingKey, type Settings } from '../../../src/settings/catalogue.ts';
import { context, fields, header, input, modal, section } from '../../kit/blocks.ts';
import {
  channelSelect,
  checkboxes,
  groupedSelect,
  option,
  radios,
  textInput,
  usersSelect,
} from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { bold, lines, type Markup, md } from '../../kit/text.ts';
import { encodePlace, type Place, SETUP_ACTIONS, SETUP_CALLBACKS } from './ids.ts';
import { backBlocks, listView } from './parts/frame.ts';
import {
  allowedText,
  settingGroups,
  settingKind,
  settingName,
  typedText,
  valueText,
} from './setting-words.ts';

/** Every setting with what it is now: those that differ from the default first. */
export function settingsView(settings: Settings, notice: string | null): ModalView {
  const groups = settingGroups();
  const changed = groups.flatMap(([, keys]) => keys.filter((key) => isChanged(settings, key)));
  const list = (keys: readonly SettingKey[]): KnownBlock[] =>
    keys.map((key) => section(settingLine(key, settings)));
  const rest = groups.flatMap(([group, keys]): KnownBlock[] => {
    const same = keys.filter((key) => !changed.includes(key));
    return same.length > 0
      ? [section(lines([bold(group), ...same.map((key) => settingLine(key, settings))]))]
      : [];
  });
  return listView('Settings', notice, [
    section(md`Change a setting`, { id: 'pick', accessory: settingMenu(groups) }),
    ...(changed.length > 0 ? [header('Changed'), ...list(changed)] : []),
    ...(rest.length > 0 ? [header('Default'), ...rest] : []),
  ]);
}

const settingLine = (key: SettingKey, settings: Settings): Markup =>
  md`${settingName(key)}: ${valueText(key, settings.text[key])}`;

const settingMenu = (groups: ReturnType<typeof settingGroups>): StaticSelect =>
  groupedSelect({
    action: SETUP_ACTIONS.setting,
    placeholder: 'Pick a setting',
    groups: groups.map(([label, keys]) => ({
      label,
      options: keys.map((key) => option(key, settingName(key))),
    })),
  });

const MOST_PEOPLE = 100;

/** Changes one setting: what it means, what it is by default, and what it may be. */
export function settingForm(key: SettingKey, settings: Settings, place: Place): ModalView {
  const { meaning, fallback } = SETTINGS[key];
  return modal({
    callback: SETUP_CALLBACKS.setting,
    title: 'Change a setting',
    submit: 'Save',
    close: 'Cancel',
    metadata: encodePlace(place),
    blocks: [
      section(md`${bold(settingName(key))}\n${meaning}`),
      fields([
        md`${bold('Now')}\n${valueText(key, settings.text[key])}`,
        md`${bold('Default')}\n${valueText(key, fallback)}`,
      ]),
      valueInput(key, settings),
      ...(isChanged(settings, key)
        ? [
            input({
              id: 'reset',
              label: 'Default',
              optional: true,
              element: checkboxes({ action: VALUE, options: [option('reset', 'Go back to the default')] }),
            }),
          ]
        : []),
      context(md`At the command line this is ${key}.`),
      ...backBlocks('settings', place),
    ],
  });
}

function valueInput(key: SettingKey, settings: Settings): KnownBlock {
  const value: unknown = settings.values[key];
  const ask = { id: 'value', label: 'New value' };
  switch (settingKind(key, settings)) {
    case 'flag':
      return input({
        ...ask,
        element: radios({
          action: VALUE,
          options: [option('true', 'Yes'), option('false', 'No')],
          initial: String(value),
        }),
      });
    case 'channel':
      return input({
        ...ask,
        optional: true,
        hint: 'Baton can post there once it is invited: type /invite @Baton in the channel.',
        element: channelSelect({
          action: VALUE,
          placeholder: 'Pick a channel',
          ...(typeof value === 'string' && { initial: value }),
        }),
      });
    case 'people':
      return input({
        ...ask,
        optional: true,
        element: usersSelect({
          action: VALUE,
          placeholder: 'Pick people',
          max: MOST_PEOPLE,
          initial: value as string[],
        }),
      });
    case 'text':
    case 'long_text': {
      const allowed = allowedText(key);
      return input({
        ...ask,
        ...(allowed !== null && { hint: allowed }),
        element: textInput({
          action: VALUE,
          initial: typedText(key, settings),
          multiline: settingKind(key, settings) === 'long_text',
        }),
      });
    }
  }
}
