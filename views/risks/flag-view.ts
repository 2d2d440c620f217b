import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { RiskDetails } from '../../src/risks/read/details.ts';
import type { FlagKind } from '../../src/risks/risk.ts';
import { actions, context, input, modal, section } from '../kit/blocks.ts';
import { button, checkboxes, externalSelect, option, radios, select, textInput } from '../kit/elements.ts';
import { blockId, VALUE } from '../kit/ids.ts';
import { listed, md } from '../kit/text.ts';
import { encodeRiskState, RISK_ACTIONS, RISK_CALLBACKS } from './ids.ts';
import { evidenceLine } from './parts/body.ts';
import { boldTitle, stateLine } from './parts/naming.ts';
import { NOTE_MAX } from './parts/words.ts';

export interface FlagScreen {
  account: { id: string; name: string } | null;
  /** Not null: the account is new, and its name is typed. */
  accountName: string | null;
  /** Accounts whose names are near the typed one. */
  candidates: readonly string[];
  kind: FlagKind | null;
  /** What they saw, as far as it is written. */
  note: string | null;
  /** A link to the message it was seen in. */
  evidence: string | null;
  /** It was begun on a message that Slack gives no link to. */
  noLink?: boolean;
}

const KINDS: Record<FlagKind, string> = {
  sponsor_left: 'Sponsor left',
  churn_notice: 'Said they may leave',
  sentiment: 'Unhappy in a conversation',
  other: 'Something else',
};

const MOODS = ['1, very unhappy', '2, unhappy', '3, neither', '4, content', '5, happy'];

const NAMES_SHOWN = 3;
/** As long as an account's name may be. */
const NAME_MAX = 120;

/** Which account, and what was seen. */
export function flagView(screen: FlagScreen): ModalView {
  const { kind, note, evidence, noLink } = screen;
  return modal({
    callback: RISK_CALLBACKS.flag,
    title: 'Flag a risk',
    submit: 'Flag risk',
    close: 'Cancel',
    metadata: encodeRiskState({ v: 0, evidence }),
    blocks: [
      ...accountBlocks(screen),
      input({
        id: 'kind',
        label: 'What happened',
        dispatch: true,
        element: radios({
          action: RISK_ACTIONS.kind,
          options: Object.entries(KINDS).map(([value, text]) => option(value, text)),
          ...(kind && { initial: kind }),
        }),
      }),
      ...(kind === 'sentiment' ? [sentimentInput()] : []),
      input({
        id: 'note',
        label: 'Details',
        hint: 'Who said what, and when. Visible to sales and CS, on the card.',
        element: textInput({
          action: VALUE,
          multiline: true,
          max: NOTE_MAX,
          ...(note ? { initial: note } : {}),
        }),
      }),
      ...(evidence ? [context(evidenceLine(evidence))] : []),
      ...(noLink ? [context(md`Baton can’t link to this message, so quote what matters.`)] : []),
      input({
        id: 'urgent',
        label: 'Urgency',
        optional: true,
        element: checkboxes({
          action: VALUE,
          options: [option('urgent', 'Urgent', 'Can’t wait until tomorrow')],
        }),
      }),
    ],
  });
}

function sentimentInput(): InputBlock {
  return input({
    id: 'sentiment',
    label: 'Mood',
    hint: 'Counts in the health score for a while.',
    element: select({
      action: VALUE,
      placeholder: 'Pick a number',
      options: MOODS.map((text, index) => option(String(index + 1), text)),
    }),
  });
}

function accountBlocks({ account, accountName, candidates }: FlagScreen): KnownBlock[] {
  const near = listed(candidates.slice(0, NAMES_SHOWN));
  if (accountName === null) {
    return [
      input({
        id: blockId('account', account?.id),
        label: 'Account',
        hint: 'Start typing. Not listed? Add it from the list.',
        dispatch: true,
        element: externalSelect({
          action: RISK_ACTIONS.account,
          placeholder: 'Find the account',
          ...(account && { initial: option(account.id, account.name) }),
        }),
      }),
      ...(near ? [context(md`Several accounts fit: ${near}. Pick the one you mean.`)] : []),
    ];
  }
  return [
    section(
      near
        ? md`These exist already: ${near}. If you mean one of them, pick it instead.`
        : md`No account has this name yet. Flagging the risk creates it.`,
    ),
    input({
      id: 'accountName',
      label: 'New account',
      element: textInput({
        action: VALUE,
        initial: accountName,
        max: Math.max(NAME_MAX, accountName.length),
      }),
    }),
    actions('accountPick', button({ action: RISK_ACTIONS.accountPick, text: 'Pick an existing account' })),
  ];
}

/** noted: the note went into its thread. before: nothing was added to it. */
const WHAT = {
  opened: 'is flagged.',
  noted: 'was flagged already. Your note is in its thread.',
  before: 'was flagged already.',
};

/** The receipt of whoever flagged it. */
export function flaggedView(risk: RiskDetails, outcome: keyof typeof WHAT, memberId: string): ModalView {
  return modal({
    callback: RISK_CALLBACKS.flagged,
    title: 'Risk flagged',
    close: 'Done',
    blocks: [
      section(md`${boldTitle(risk)} ${WHAT[outcome]}`),
      section(stateLine(risk, { reader: memberId, as: 'mention' })),
      context(md`Look it up any time: \`/risk ${risk.name}\``),
    ],
  });
}
