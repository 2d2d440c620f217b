import type { ModalView } from '@slack/types';
import { nameKey } from '../../src/accounts/account.ts';
import { searchAccounts } from '../../src/accounts/search-accounts.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { FLAG_KINDS } from '../../src/risks/flag.ts';
import { flagRisk } from '../../src/risks/flag-risk.ts';
import { loadRiskPicture } from '../../src/risks/load-risk-pictures.ts';
import { type FlagScreen, flagView } from '../../views/risks/flag-view.ts';
import { flaggedView } from '../../views/risks/flagged-view.ts';
import { decodeRiskState, RISK_ACTIONS } from '../../views/risks/ids.ts';
import type { Click, ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import type { Submission, SubmissionHandler } from '../submission.ts';

const EMPTY: FlagScreen = { account: null, accountName: null, candidates: [], kind: null, evidence: null };

/** The modal, prefilled with an account as somebody typed its name, or with the message it was begun on. */
export async function beginFlag(
  visit: Visit,
  prefill: { name?: string; link?: string | null },
): Promise<ModalView> {
  const { name, link } = prefill;
  return flagView({
    ...EMPTY,
    ...(name ? await accountNamed(visit, name) : {}),
    evidence: link ?? null,
    noLink: link === null,
  });
}

async function accountNamed(visit: Visit, name: string): Promise<Partial<FlagScreen>> {
  const near = await searchAccounts(visit.db, visit.workspace.id, name, 4);
  const hit =
    near.find((one) => nameKey(one.name) === nameKey(name)) ?? (near.length === 1 ? near[0] : undefined);
  if (hit) return { account: hit };
  if (near.length > 1) return { candidates: near.slice(0, 3).map((one) => one.name) };
  return { accountName: name };
}

type Filled = Pick<Submission, 'view' | 'fields'>;

/** What stands in the modal, so that it can be drawn again with another part of it changed. */
function screenOf({ view, fields }: Filled): FlagScreen {
  const { evidence } = decodeRiskState(view.private_metadata);
  const chosen = Object.values(view.state.values)
    .map((elements) => elements[RISK_ACTIONS.account]?.selected_option)
    .find((option) => option);
  return {
    account: chosen ? { id: chosen.value ?? '', name: chosen.text.text } : null,
    accountName: fields.has('accountName') ? (fields.get('accountName')?.value ?? '') : null,
    candidates: [],
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
/** How they sounded asks for a number. */
export const pickFlagKind = redrawing((screen) => screen);

export const submitFlag: SubmissionHandler = async (visit, submission) => {
  const { fields } = submission;
  const screen = screenOf(submission);
  const { account, accountName, kind } = screen;
  const errors: Record<string, string> = {};
  if (!account && accountName === null) errors['account'] = 'Pick the account.';
  if (!kind) errors['kind'] = 'Choose what you saw.';
  if (!kind || Object.keys(errors).length > 0) return { errors };
  // Chosen a moment ago, and the field is not there yet.
  if (kind === 'sentiment' && !fields.has('sentiment')) return { update: flagView(screen) };
  const sentiment = fields.get('sentiment')?.value;
  const name = accountName ?? (account?.id.startsWith('new:') ? account.id.slice('new:'.length) : null);
  const flagged = await flagRisk(visit, {
    account: name !== null ? { name } : { id: account?.id ?? '' },
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
  const picture = await loadRiskPicture(visit, flagged.riskId);
  return picture ? { update: flaggedView(picture, flagged.wasOpen ? 'noted' : 'opened') } : { close: true };
};
