import type { ModalView } from '@slack/types';
import { findMeant } from '../../src/accounts/find/look-up-account.ts';
import { flagAccount } from '../../src/handoffs/verbs/become-urgent.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { loadShownRisk } from '../../src/risks/read/load-risks.ts';
import { FLAG_KINDS } from '../../src/risks/risk.ts';
import { clip } from '../../views/kit/clip.ts';
import { type FlagScreen, flaggedView, flagView } from '../../views/risks/flag-view.ts';
import { decodeRiskState, RISK_ACTIONS } from '../../views/risks/ids.ts';
import { NOTE_MAX } from '../../views/risks/parts/words.ts';
import type { Click, ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import { readMessage } from '../on-message.ts';
import type { ShortcutHandler } from '../shortcut.ts';
import type { Submission, SubmissionHandler } from '../submission.ts';

const EMPTY: FlagScreen = {
  account: null,
  accountName: null,
  candidates: [],
  kind: null,
  note: null,
  evidence: null,
};

/** The modal, prefilled with an account as somebody typed its name. */
export async function beginFlag(visit: Visit, { name }: { name: string }): Promise<ModalView> {
  if (name === '') return flagView(EMPTY);
  const meant = await findMeant(visit.db, visit.workspace.id, name);
  if (meant.account) return flagView({ ...EMPTY, account: meant.account });
  return flagView({ ...EMPTY, accountName: meant.name, candidates: meant.candidates });
}

/** *Flag a risk*, on a message, which is kept as where it was seen: its words, and the account that it seems to be about. */
export const flagRisk: ShortcutHandler = {
  opens: 'Flag a risk',
  async view(visit, on) {
    const { text, link, about } = await readMessage(visit, on);
    const [account = null] = about.length === 1 ? about : [];
    return flagView({
      ...EMPTY,
      account,
      candidates: account ? [] : about.map(({ name }) => name),
      note: clip(text, NOTE_MAX) || null,
      evidence: link,
      noLink: link === null,
    });
  },
};

type Filled = Pick<Submission, 'view' | 'fields'>;

/** What stands in the modal, so that it can be drawn again with another part of it changed. */
function screenOf({ view, fields }: Filled): FlagScreen {
  const { evidence } = decodeRiskState(view.private_metadata);
  const chosen = Object.values(view.state.values)
    .map((elements) => elements[RISK_ACTIONS.account]?.selected_option)
    .find((option) => option?.value);
  return {
    account: chosen ? { id: chosen.value, name: chosen.text?.text ?? '' } : null,
    accountName: fields.has('accountName') ? (fields.get('accountName')?.value ?? '') : null,
    candidates: [],
    note: fields.get('note')?.value ?? null,
    kind: FLAG_KINDS.find((kind) => kind === fields.get('kind')?.value) ?? null,
    evidence: evidence ?? null,
  };
}

const redrawing = (change: (screen: FlagScreen, click: Click) => FlagScreen | null): ClickHandler => ({
  async redraws(_, click) {
    if (!click.view) return null;
    const screen = change(screenOf({ view: click.view, fields: click.fields }), click);
    return screen && flagView(screen);
  },
});

/** A new account's name can be longer than what a menu keeps of it: it is finished in a field. */
export const pickFlagAccount = redrawing((screen, { value }) =>
  value.startsWith('new:') ? { ...screen, account: null, accountName: value.slice('new:'.length) } : null,
);
export const pickFlagAccountAgain = redrawing((screen) => ({ ...screen, accountName: null }));
/** An unhappy conversation asks for a number. */
export const pickFlagKind = redrawing((screen) => screen);

export const submitFlag: SubmissionHandler = async (visit, submission) => {
  const { fields } = submission;
  const screen = screenOf(submission);
  const { account, accountName, kind } = screen;
  const errors: Record<string, string> = {};
  if (!account && accountName === null) errors['account'] = 'Pick the account.';
  if (!kind) errors['kind'] = 'Choose what happened.';
  if (!kind || Object.keys(errors).length > 0) return { errors };
  // Chosen a moment ago, and the field is not there yet.
  if (kind === 'sentiment' && !fields.has('sentiment')) return { update: flagView(screen) };
  const sentiment = fields.get('sentiment')?.value;
  const name = accountName ?? (account?.id.startsWith('new:') ? account.id.slice('new:'.length) : null);
  const flagged = await flagAccount(visit, {
    account: name !== null ? { name } : { id: readId(account?.id) },
    kind,
    sentiment: sentiment ? Number(sentiment) : null,
    note: fields.get('note')?.value ?? '',
    evidence: screen.evidence,
    urgent: (fields.get('urgent')?.ticked.length ?? 0) > 0,
  });
  if (isRefusal(flagged))
    return closeOr(
      submission,
      flagged.field === 'account_name' ? { ...flagged, field: 'accountName' } : flagged,
    );
  const risk = await loadShownRisk(visit, flagged.riskId);
  return risk
    ? { update: flaggedView(risk, flagged.wasOpen ? 'noted' : 'opened', visit.me.id) }
    : { close: true };
};
