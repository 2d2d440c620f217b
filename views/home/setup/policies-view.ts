import type { KnownBlock, ModalView } from '@slack/types';
import { KIND_NAMES, KINDS } from '../../../src/handoffs/kinds.ts';
import type { Page } from '../../../src/home/setup.ts';
import { isRefusal } from '../../../src/platform/refusal.ts';
import { readSetting, type Settings, settingWords } from '../../../src/settings/catalogue.ts';
import { explain, type InForce } from '../../../src/settings/policies.ts';
import {
  isOfDeals,
  POLICY_KEYS,
  type Policy,
  type PolicyKey,
  type PolicyScope,
} from '../../../src/settings/policy.ts';
import { actions, context, input, modal, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { button, confirm, option, select, textInput } from '../../kit/elements.ts';
import { VALUE } from '../../kit/ids.ts';
import { bold, capital, lines, type Markup, md } from '../../kit/text.ts';
import { encodePlace, type Place, SETUP_ACTIONS, SETUP_CALLBACKS } from './ids.ts';
import { backBlocks, goButton, listView, turnBlocks } from './parts/frame.ts';
import { allowedText, settingName, valueText } from './setting-words.ts';

const NAME_SHOWN = 60;

/** Names of teams by id. */
type Teams = ReadonlyMap<string, string>;

/** The policies, each with the way to change it, and what one of them comes to. */
export function policiesView(
  policies: Page<Policy>,
  { settings, teams }: { settings: Settings; teams: Teams },
  notice: string | null,
): ModalView {
  const [first] = policies.items;
  const add = goButton({ screen: 'policy', page: policies.page, id: '' }, 'New policy', 'New policy');
  return listView('Policies', notice, [
    ...(first
      ? policies.items.map((one) => policyBlock(one, teams, policies.page))
      : [section(md`No policies yet. One gives some handoffs more time, or less, than the settings do.`)]),
    ...turnBlocks('policies', policies),
    ...(first ? [context(exampleLine(first, settings, teams))] : []),
    context(md`A policy for a team wins over one for a segment, and that over one for a kind.`),
    actions('new', add),
  ]);
}

function policyBlock(policy: Policy, teams: Teams, page: number): KnownBlock {
  const { id, key } = policy;
  return section(
    lines([md`${bold(settingName(key))}: ${textOf(policy)}`, md`${capital(forWhom(policy, teams))}`]),
    {
      accessory: goButton({ screen: 'policy', page, id }, 'Open', `Open ${settingName(key)}`),
    },
  );
}

const textOf = ({ key, text }: Policy): Markup =>
  isRefusal(readSetting(key, text)) ? md`can’t be read any more, so it doesn’t apply` : valueText(key, text);

/** 'for enterprise accounts handed to CS EMEA, CSM to CSM'; 'for enterprise deals won by Sales EMEA' */
function forWhom(
  { key, kind, segment, teamId }: Pick<Policy, 'key' | keyof PolicyScope>,
  teams: Teams,
): string {
  const team = teamId === null ? null : clip(teams.get(teamId) ?? 'a team', NAME_SHOWN);
  if (isOfDeals(key)) {
    const deals = segment === null ? 'for deals' : `for ${clip(segment, NAME_SHOWN)} deals`;
    return team === null ? deals : `${deals} won by ${team}`;
  }
  const accounts = segment === null ? 'for accounts' : `for ${clip(segment, NAME_SHOWN)} accounts`;
  const to = team === null ? '' : ` handed to ${team}`;
  return `${accounts}${to}${kind === null ? '' : `, ${KINDS[kind].words.explained.title}`}`;
}

const DO: Record<PolicyKey, (value: Markup) => Markup> = {
  'deal.hand_over': (value) => md`hand over a won deal within ${value}`,
  'handoff.acknowledge': (value) => md`respond within ${value}`,
  'handoff.acknowledge_urgent': (value) => md`respond within ${value} if go-live is near`,
  'handoff.urgent_days': (value) => md`go-live counts as near from ${value} days before`,
  'handoff.decide': (value) => md`accept or ask for more within ${value}`,
  'handoff.resubmit': (value) => md`add what was asked for within ${value}`,
  'handoff.hard_stop': (value) => md`accept within ${value} of the first time it’s sent`,
  'handoff.book_kickoff': (value) => md`book the kickoff within ${value}`,
  'handoff.hold_kickoff': (value) => md`log the kickoff within ${value}`,
};

/** What holds for those a policy is about, and why: another one may win. */
function exampleLine(policy: Policy, settings: Settings, teams: Teams): Markup {
  const { kind, segment, teamId } = policy;
  const teamIds = teamId === null ? [] : [teamId];
  const about = { kind, segment, teamIds, sellingTeamIds: teamIds };
  const held = explain(settings, about).find(({ key }) => key === policy.key);
  if (!held) return md``;
  const value = valueText(held.key, held.text);
  return md`Example: ${forWhom(policy, teams)}: ${DO[held.key](value)}, because of ${whose(held)}.`;
}

function whose({ because }: InForce): string {
  if (!because) return 'the setting';
  if (because.teamId !== null) return 'the team’s policy';
  return because.segment !== null ? 'the segment’s policy' : 'the policy for this kind';
}

/** What there is to pick from. */
interface Choices {
  segments: readonly string[];
  teams: Teams;
}

/** As many as a menu of Slack's holds beside the first. */
const MOST = 99;
/** As much as the value of an option holds; longer ones are for the command line. */
const LONGEST = 75;
export const ANY = 'any';

/** Adds a policy. */
export function newPolicyForm({ segments, teams }: Choices, place: Place): ModalView {
  const scope = (
    { id, label, hint }: { id: string; label: string; hint?: string },
    any: string,
    options: [value: string, text: string][],
  ) =>
    options.length === 0
      ? []
      : [
          input({
            id,
            label,
            ...(hint && { hint }),
            element: select({
              action: VALUE,
              placeholder: 'Pick one',
              options: [
                option(ANY, any),
                ...options.slice(0, MOST).map(([value, text]) => option(value, text)),
              ],
              initial: ANY,
            }),
          }),
        ];
  const fit = segments.filter((segment) => segment.length <= LONGEST);
  return modal({
    callback: SETUP_CALLBACKS.policy,
    title: 'New policy',
    submit: 'Create',
    close: 'Cancel',
    metadata: encodePlace(place),
    blocks: [
      input({
        id: 'key',
        label: 'What differs',
        element: select({
          action: VALUE,
          placeholder: 'Pick one',
          options: POLICY_KEYS.map((key) => option(key, settingName(key))),
        }),
      }),
      ...scope(
        {
          id: 'team',
          label: 'Team',
          hint: 'The team that receives the handoff; for a won deal, the one that won it.',
        },
        'Any team',
        [...teams],
      ),
      ...scope(
        { id: 'segment', label: 'Segment of the account' },
        'Any segment',
        fit.map((segment) => [segment, segment]),
      ),
      ...scope(
        { id: 'kind', label: 'Kind of handoff', hint: 'A won deal has none until it’s handed over.' },
        'Any kind',
        KIND_NAMES.map((kind) => [kind, KINDS[kind].words.explained.title]),
      ),
      valueInput('handoff.acknowledge', ''),
      context(md`It holds for clocks that start from now on.`),
      ...backBlocks('policies', place),
    ],
  });
}

/** Changes one, or removes it. */
export function policyForm(policy: Policy, teams: Teams, place: Place): ModalView {
  const { id, key, text } = policy;
  const name = settingName(key);
  return modal({
    callback: SETUP_CALLBACKS.policy,
    title: 'Edit policy',
    submit: 'Save',
    close: 'Cancel',
    metadata: encodePlace(place),
    blocks: [
      section(lines([bold(name), md`${capital(forWhom(policy, teams))}`])),
      valueInput(key, settingWords(key, text)),
      context(md`It holds for clocks that start from now on.`),
      actions(
        'remove',
        button({
          action: SETUP_ACTIONS.removePolicy,
          text: 'Remove',
          value: id,
          style: 'danger',
          label: `Remove: ${name}`,
          confirm: confirm({
            title: 'Remove this policy?',
            text: 'What is less specific, or the setting, applies again to clocks that start from now on.',
            yes: 'Remove',
            no: 'Keep it',
          }),
        }),
      ),
      ...backBlocks('policies', place),
    ],
  });
}

function valueInput(key: PolicyKey, initial: string): KnownBlock {
  const allowed = allowedText(key);
  return input({
    id: 'value',
    label: 'New value',
    ...(allowed !== null && { hint: allowed }),
    element: textInput({ action: VALUE, initial }),
  });
}
