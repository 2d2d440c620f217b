import type { KnownBlock, ModalView } from '@slack/types';
import { isChanged } from '../../../src/home/setup.ts';
import { SETTINGS, type SettingKey, type Settings } from '../../../src/settings/catalogue.ts';
import { context, fields, header, input, modal, section } from '../../kit/blocks.ts';
import { channelSelect, checkboxes, option, radios, textInput, usersSelect } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { bold, md } from '../../kit/text.ts';
import { encodePlace, type Place, SETUP_CALLBACKS } from './ids.ts';
import { backBlocks, goButton, listView } from './parts/frame.ts';
import { allowedText, settingGroups, settingKind, settingName, valueText } from './setting-words.ts';

/** Every setting, by group, with what it is now. */
export function settingsView(settings: Settings, notice: string | null): ModalView {
  return listView(
    'Settings',
    notice,
    settingGroups().flatMap(([group, keys]) => [
      header(group),
      ...keys.map((key) => settingBlock(key, settings)),
    ]),
  );
}

function settingBlock(key: SettingKey, settings: Settings): KnownBlock {
  const name = settingName(key);
  const value = valueText(key, settings.text[key]);
  const shown = isChanged(settings, key) ? value : md`${value} (default)`;
  return section(md`${bold(name)}\n${shown}`, {
    accessory: goButton({ screen: 'setting', page: 0, id: key }, 'Change', `Change: ${name}`),
  });
}

const MOST_PEOPLE = 100;

/** Changes one setting: what it is, what it was by default, and what it may be. */
export function settingForm(key: SettingKey, settings: Settings, place: Place): ModalView {
  const { meaning, fallback } = SETTINGS[key];
  return modal({
    callback: SETUP_CALLBACKS.setting,
    title: 'Setting',
    submit: 'Save',
    close: 'Close',
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
              label: 'Or',
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
        hint: 'Baton posts there once it is invited: write /invite @Baton in the channel.',
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
          initial: settings.text[key],
          multiline: settingKind(key, settings) === 'long_text',
        }),
      });
    }
  }
}
