import type { ModalView } from '@slack/types';
import { expectNoLonger, expectSignal } from '../../src/health/expect-signal.ts';
import { loadExpected, loadSentTypes } from '../../src/health/read/load-expected.ts';
import { loadPulling } from '../../src/health/read/load-pulling.ts';
import { loadHealthConfig } from '../../src/health/rules/load-config.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { loadOwnListed } from '../../src/risks/read/load-listed.ts';
import {
  type ExpectScreen,
  expectedBlock,
  expectedView,
  expectView,
} from '../../views/health/expect-view.ts';
import { HEALTH_CALLBACKS } from '../../views/health/ids.ts';
import { slidesView } from '../../views/health/slides-view.ts';
import { readValue } from '../../views/kit/ids.ts';
import { loadChangeable } from '../accounts/show-account.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import { readRisk } from '../risks/show.ts';
import type { Submission, SubmissionHandler } from '../submission.ts';

type Form = ExpectScreen['form'];
/** The types that pull an account down, the strongest first. */
type Pulling = (visit: Visit, accountId: string) => Promise<readonly string[]> | readonly string[];

/** What pulls it down comes first, and the strongest that is not expected yet is chosen. */
async function draw(
  visit: Visit,
  accountId: string,
  pulling: Pulling,
  form: Form = HEALTH_CALLBACKS.expect,
): Promise<ModalView | Refusal> {
  const account = await loadChangeable(visit, accountId, 'expect');
  if (isRefusal(account)) return account;
  const { db, workspace, now } = visit;
  const config = await loadHealthConfig(db, workspace.id);
  const types = await loadSentTypes(db, workspace.id, account.id, config);
  if (types.length === 0) return refuse('no_signals', `${account.name} has no signals yet.`);
  const expected = await loadExpected(db, workspace.id, account.id, { config, now });
  const strongest = await pulling(visit, account.id);
  const first = strongest.flatMap((type) => types.find((one) => one.type === type) ?? []);
  const picked = first.find(({ type }) => !expected.some((one) => one.type === type))?.type ?? null;
  const inOrder = [...first, ...types.filter((one) => !first.includes(one))];
  return expectView({ account, form, types: inOrder, expected, picked });
}

/** *Expected until…*, of an account. */
export const expectClick: ClickHandler = {
  opens: 'Expected until',
  view: (visit, { value }) => draw(visit, readId(value), () => []),
};

/** The same in a list of accounts that slide: in the window with the list, which comes back. */
export const expectListedClick: ClickHandler = {
  opens: 'Expected until',
  view: (visit, { value, view }) =>
    draw(visit, readId(value), loadPulling, view ? HEALTH_CALLBACKS.expectListed : HEALTH_CALLBACKS.expect),
};

/** The same of a risk: its strongest reason is chosen. */
export const expectOfRiskClick: ClickHandler = {
  opens: 'Expected until',
  async view(visit, { value }) {
    const read = await readRisk(visit, value);
    if (isRefusal(read)) return read;
    const { account, reasons } = read.risk;
    return draw(visit, account.id, () => reasons.map(({ type }) => type));
  },
};

async function keep(visit: Visit, { fields, view }: Submission) {
  const text = (field: string) => fields.get(field)?.value ?? '';
  const kept = await expectSignal(visit, {
    accountId: readId(view.private_metadata),
    type: text('type'),
    until: text('until'),
    note: text('note'),
  });
  return isRefusal(kept) ? kept : { ...kept, until: new Date(kept.until) };
}

export const submitExpected: SubmissionHandler = async (visit, submission) => {
  const kept = await keep(visit, submission);
  return isRefusal(kept) ? closeOr(submission, kept) : { update: expectedView(kept) };
};

/** The list again, which says it. */
export const submitExpectedListed: SubmissionHandler = async (visit, submission) => {
  const kept = await keep(visit, submission);
  if (isRefusal(kept)) return closeOr(submission, kept);
  return { update: slidesView(await loadOwnListed(visit, visit.me.id), [expectedBlock(kept)]) };
};

/** *No longer expected*: the form goes on without it. */
export const expectNoLongerClick: ClickHandler = {
  async redraws(visit, { value, view }) {
    const { verb: accountId, rest: type } = readValue(value);
    const ended = await expectNoLonger(visit, { accountId: readId(accountId), type });
    if (isRefusal(ended)) return ended;
    const { expect, expectListed } = HEALTH_CALLBACKS;
    const form = view?.callback_id === expectListed ? expectListed : expect;
    return draw(visit, ended.accountId, () => [type], form);
  },
};
