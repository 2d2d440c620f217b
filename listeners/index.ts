import type { AllMiddlewareArgs, AnyMiddlewareArgs, App, ViewSubmitAction } from '@slack/bolt';
import type { Clock } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/ctx.ts';
import type { Logger } from '../src/platform/logger.ts';
import type { Served } from '../src/workspaces/served.ts';
import { ACTIONS, CALLBACKS } from '../views/handoffs/ids.ts';
import { onAccountCommand } from './accounts/command.ts';
import { ACCOUNT_CLICKS, ACCOUNT_SUBMISSIONS, ACCOUNT_SUGGESTIONS } from './accounts/table.ts';
import { adoptClicked } from './adopt-clicked.ts';
import { onBatonCommand } from './baton/command.ts';
import { type ClickHandler, frameClick } from './click.ts';
import { onDigestCommand } from './digests/command.ts';
import { DIGEST_CLICKS, DIGEST_SUBMISSIONS } from './digests/table.ts';
import type { Deps } from './edge.ts';
import { EVENTS } from './events.ts';
import { acceptBookClick } from './handoffs/accept-book.ts';
import { chooseOutcome, reviewHandoff, submitAnswer } from './handoffs/answer.ts';
import {
  addRow,
  answerCriterion,
  changeRow,
  goBack,
  openSection,
  pickAccount,
  pickAccountAgain,
  pickReceiver,
  togglePrivate,
} from './handoffs/brief-steps.ts';
import { submitEssentials, submitReview, submitSection } from './handoffs/brief-submissions.ts';
import { onHandoffCommand } from './handoffs/command.ts';
import { finishClick, submitFinish } from './handoffs/finish.ts';
import { turnListPage } from './handoffs/lists.ts';
import {
  acknowledgeClick,
  confirmReceiverClick,
  moreMenu,
  nudgeClick,
  opensView,
  snoozeClick,
  submitCancel,
  submitReassign,
  turnHistoryPage,
} from './handoffs/manage.ts';
import { onStartHandoff } from './handoffs/shortcut.ts';
import { discardDraftClick, fixHandoff, resumeDraft } from './handoffs/start.ts';
import { suggestAccounts } from './handoffs/suggest-accounts.ts';
import { SETUP_CLICKS, SETUP_SUBMISSIONS } from './home/setup/table.ts';
import { HOME_CLICKS, HOME_SUBMISSIONS } from './home/table.ts';
import { onRiskCommand } from './risks/command.ts';
import { onFlagRisk } from './risks/shortcut.ts';
import { RISK_CLICKS, RISK_SUBMISSIONS, RISK_SUGGESTIONS } from './risks/table.ts';
import { frameSubmission, type SubmissionHandler } from './submission.ts';

/** Slack id → what happens. The manifest is checked against these tables. */
export const COMMANDS = {
  '/handoff': onHandoffCommand,
  '/risk': onRiskCommand,
  '/account': onAccountCommand,
  '/digest': onDigestCommand,
  '/baton': onBatonCommand,
};

export const SHORTCUTS = { start_handoff: onStartHandoff };

/** Those in the menu of a message. */
export const MESSAGE_SHORTCUTS = { flag_risk: onFlagRisk };

export const CLICKS: Record<string, ClickHandler> = {
  [ACTIONS.acknowledge]: acknowledgeClick,
  [ACTIONS.review]: reviewHandoff,
  [ACTIONS.fix]: fixHandoff,
  [ACTIONS.finish]: finishClick,
  [ACTIONS.acceptBook]: acceptBookClick,
  [ACTIONS.open]: opensView('open'),
  [ACTIONS.reassign]: opensView('reassign'),
  [ACTIONS.confirmReceiver]: confirmReceiverClick,
  [ACTIONS.cancel]: opensView('cancel'),
  [ACTIONS.history]: opensView('history'),
  [ACTIONS.nudge]: nudgeClick,
  [ACTIONS.snooze]: snoozeClick,
  [ACTIONS.more]: moreMenu,
  [ACTIONS.listPage]: turnListPage,
  [ACTIONS.historyPage]: turnHistoryPage,
  [ACTIONS.account]: pickAccount,
  [ACTIONS.accountPick]: pickAccountAgain,
  [ACTIONS.receiver]: pickReceiver,
  [ACTIONS.section]: openSection,
  [ACTIONS.back]: goBack,
  [ACTIONS.addRow]: addRow,
  [ACTIONS.row]: changeRow,
  [ACTIONS.private]: togglePrivate,
  [ACTIONS.answer]: answerCriterion,
  [ACTIONS.resume]: resumeDraft,
  [ACTIONS.discard]: discardDraftClick,
  [ACTIONS.outcome]: chooseOutcome,
  ...RISK_CLICKS,
  ...ACCOUNT_CLICKS,
  ...DIGEST_CLICKS,
  ...HOME_CLICKS,
  ...SETUP_CLICKS,
};

export const SUGGESTIONS = {
  [ACTIONS.account]: suggestAccounts,
  ...RISK_SUGGESTIONS,
  ...ACCOUNT_SUGGESTIONS,
};

export const SUBMISSIONS: Record<string, SubmissionHandler> = {
  [CALLBACKS.essentials]: submitEssentials,
  [CALLBACKS.section]: submitSection,
  [CALLBACKS.reviewDraft]: submitReview,
  [CALLBACKS.answer]: submitAnswer,
  [CALLBACKS.finish]: submitFinish,
  [CALLBACKS.reassign]: submitReassign,
  [CALLBACKS.cancel]: submitCancel,
  ...RISK_SUBMISSIONS,
  ...ACCOUNT_SUBMISSIONS,
  ...DIGEST_SUBMISSIONS,
  ...HOME_SUBMISSIONS,
  ...SETUP_SUBMISSIONS,
};

interface Parts {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
}

/** Answers a wait for the listeners that still run: a click is acked first, and its work goes on after that. */
export function registerListeners(app: App, parts: Parts): { settled(): Promise<unknown> } {
  const running = new Set<Promise<void>>();
  const track = async (work: Promise<void>): Promise<void> => {
    running.add(work);
    await work.finally(() => running.delete(work));
  };
  const here = ({ context }: AllMiddlewareArgs): Deps => depsOf(parts, context.teamId);

  app.use((args) => onlyServed(parts, args));
  for (const [name, run] of Object.entries(COMMANDS))
    app.command(name, (args) => track(run(here(args), args)));
  for (const [id, run] of Object.entries(SHORTCUTS)) {
    app.shortcut({ callback_id: id, type: 'shortcut' }, (args) => track(run(here(args), args)));
  }
  for (const [id, run] of Object.entries(MESSAGE_SHORTCUTS)) {
    app.shortcut({ callback_id: id, type: 'message_action' }, (args) => track(run(here(args), args)));
  }
  for (const [id, handler] of Object.entries(CLICKS)) {
    app.action({ action_id: id, type: 'block_actions' }, async (args) => {
      const deps = here(args);
      await Promise.all([track(frameClick(deps, handler)(args)), track(adoptClicked(deps, args.body))]);
    });
  }
  for (const [id, run] of Object.entries(SUGGESTIONS)) {
    app.options<'block_suggestion'>({ action_id: id, type: 'block_suggestion' }, (args) =>
      track(run(here(args), args)),
    );
  }
  for (const [id, handler] of Object.entries(SUBMISSIONS)) {
    app.view<ViewSubmitAction>({ callback_id: id, type: 'view_submission' }, (args) =>
      track(frameSubmission(here(args), handler)(args)),
    );
  }
  for (const [type, run] of Object.entries(EVENTS)) app.event(type, (args) => track(run(here(args), args)));
  return { settled: () => Promise.allSettled(running) };
}

function depsOf({ db, clock, served, log }: Parts, teamId = ''): Deps {
  const connection = served.connectionOf(teamId);
  if (connection === null) throw new Error('an event of a workspace that this process does not serve');
  const { workspace } = connection;
  return { db, clock, workspace, slack: served.slackForPeople(workspace), log };
}

/** What comes from a workspace whose token is not here is taken and left: there is nothing that may be done with it. */
async function onlyServed(
  { served, log }: Parts,
  args: AnyMiddlewareArgs & AllMiddlewareArgs,
): Promise<void> {
  const { context, next } = args;
  if (served.connectionOf(context.teamId ?? '') !== null) return next();
  log.warn(
    { slackTeamId: context.teamId },
    'Slack sent something of a workspace that this process does not serve',
  );
  if ('ack' in args && args.ack) await (args.ack as () => Promise<void>)();
}
