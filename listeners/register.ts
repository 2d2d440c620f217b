import type { App } from '@slack/bolt';
import type { Clock } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/ctx.ts';
import type { Logger } from '../src/platform/logger.ts';
import { own } from '../src/platform/text.ts';
import type { Served } from '../src/workspaces/served.ts';
import { noticeView } from '../views/kit/blocks.ts';
import { adoptClicked } from './adopt-clicked.ts';
import { answerOf, tellAt, tellInDm } from './answer.ts';
import { frameClick } from './click.ts';
import { frameCommand } from './command.ts';
import { type Deps, OUTSIDER, type Who } from './edge.ts';
import { type Received, turnAway } from './gate.ts';
import { CLICKS, COMMANDS, MESSAGE_SHORTCUTS, SHORTCUTS, SUBMISSIONS, SUGGESTIONS } from './index.ts';
import {
  type ClickPayload,
  type CommandPayload,
  type Payload,
  type ShortcutPayload,
  type SubmissionPayload,
  type SuggestionPayload,
  teamOfEvent,
} from './payloads.ts';
import { frameShortcut } from './shortcut.ts';
import { frameSubmission } from './submission.ts';
import { frameSuggestion } from './suggestion.ts';
import { explain, OUTDATED } from './trouble.ts';

type Ack = Received['ack'];

interface Parts {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
}

/** Returns a wait for the listeners that still run: a window is acked first, and its work goes on after that. */
export function registerListeners(app: App, parts: Parts): { settled(): Promise<unknown> } {
  const running = new Set<Promise<void>>();
  app.use(async ({ context }) => {
    const { payload, ack }: Received = context['received'];
    const work = run(parts, { payload, ack: onlyOnce(ack) }).finally(() => running.delete(work));
    running.add(work);
    await work;
  });
  return { settled: () => Promise.allSettled(running) };
}

/** Finds the row for what came, and runs it. It never throws, and acks in any case. */
async function run({ served, ...parts }: Parts, { payload, ack }: Received): Promise<void> {
  const slackTeamId = teamOf(payload, served);
  const connection = served.connectionOf(slackTeamId);
  if (connection === null) {
    // Another company's in a channel that both are in, or another installation's: without its token nothing may be done.
    parts.log.warn({ slackTeamId }, 'Slack sent something of a workspace that this process does not serve');
    return turnAway(payload, ack, parts.log, OUTSIDER.message);
  }
  const { workspace } = connection;
  const deps: Deps = { ...parts, workspace, slack: served.slackForPeople(workspace) };
  try {
    if ('event' in payload) {
      // The gate acks it.
      await payload.run(deps, { eventId: payload.event_id });
      return;
    }
    const who: Who = { userId: 'command' in payload ? payload.user_id : payload.user.id };
    if ('command' in payload) await onCommand(deps, payload, who, ack);
    else if (payload.type === 'block_actions') await onClick(deps, payload, who, ack);
    else if (payload.type === 'view_submission') await onSubmission(deps, payload, who, ack);
    else if (payload.type === 'block_suggestion') await onSuggestion(deps, payload, who, ack);
    else await onShortcut(deps, payload, who, ack);
  } catch (error) {
    explain(deps.log, error, 'a listener failed');
    if (!('event' in payload)) await ack();
  }
}

async function onCommand(deps: Deps, payload: CommandPayload, who: Who, ack: Ack): Promise<void> {
  const handler = own(COMMANDS, payload.command);
  if (handler) await frameCommand(deps, handler)(payload, who, ack);
  else await ack(answerOf({ text: OUTDATED }));
}

async function onClick(deps: Deps, payload: ClickPayload, who: Who, ack: Ack): Promise<void> {
  await Promise.all([answerClick(deps, payload, who, ack), adoptClicked(deps, payload)]);
}

async function answerClick(deps: Deps, payload: ClickPayload, who: Who, ack: Ack): Promise<void> {
  const [action] = payload.actions;
  const handler = action && own(CLICKS, action.action_id);
  if (handler) return frameClick(deps, handler)(payload, action, who, ack);
  // A button of a card that an older version drew.
  await ack();
  const { response_url: url, view } = payload;
  if (url !== undefined) await tellAt(url, deps.log)({ text: OUTDATED });
  else if (view) await tellInDm(deps, who.userId)({ text: OUTDATED });
}

async function onSubmission(deps: Deps, payload: SubmissionPayload, who: Who, ack: Ack): Promise<void> {
  const handler = own(SUBMISSIONS, payload.view.callback_id);
  if (handler) await frameSubmission(deps, handler)(payload, who, ack);
  else await ack({ response_action: 'update', view: noticeView('Baton', OUTDATED) });
}

async function onSuggestion(deps: Deps, payload: SuggestionPayload, who: Who, ack: Ack): Promise<void> {
  const handler = own(SUGGESTIONS, payload.action_id);
  if (handler) await frameSuggestion(deps, handler)(payload, who, ack);
  else await ack({ options: [] });
}

async function onShortcut(deps: Deps, payload: ShortcutPayload, who: Who, ack: Ack): Promise<void> {
  const table = payload.type === 'shortcut' ? SHORTCUTS : MESSAGE_SHORTCUTS;
  const handler = own(table, payload.callback_id);
  if (handler) return frameShortcut(deps, handler)(payload, who, ack);
  await ack();
  await tellInDm(deps, who.userId)({ text: OUTDATED });
}

/**
 * The workspace it happened in. In Enterprise Grid a payload may name a colleague's other workspace, or none: then it is
 * the one whose window this is, or the only one whose token Baton holds. Elsewhere another company is another company.
 */
function teamOf(payload: Payload, served: Served): string {
  if ('event' in payload) return teamOfEvent(payload);
  if ('command' in payload)
    return (payload.enterprise_id === undefined ? undefined : served.only) ?? payload.team_id;
  const { team, enterprise } = payload;
  if (enterprise === undefined) return team?.id ?? '';
  const installed = 'view' in payload ? payload.view?.app_installed_team_id : undefined;
  return installed ?? served.only ?? team?.id ?? '';
}

/** A frame that fails after its ack must not ack again. */
function onlyOnce(ack: Ack): Ack {
  let isAcked = false;
  return async (answer) => {
    if (isAcked) return;
    isAcked = true;
    await ack(answer);
  };
}
