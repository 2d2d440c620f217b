import { ACCOUNT_CLICKS, ACCOUNT_SUBMISSIONS, ACCOUNT_SUGGESTIONS } from './accounts/table.ts';
import type { ClickHandler, Menu } from './click.ts';
import type { CommandHandler } from './command.ts';
import { accountCommand, batonCommand, digestCommand, handoffCommand, riskCommand } from './commands.ts';
import { DEAL_CLICKS, DEAL_SUBMISSIONS } from './deals/table.ts';
import { DIGEST_CLICKS, DIGEST_SUBMISSIONS } from './digests/table.ts';
import { addToHandoff } from './handoffs/add-message.ts';
import { startHandoff } from './handoffs/screen.ts';
import { HANDOFF_CLICKS, HANDOFF_SUBMISSIONS, HANDOFF_SUGGESTIONS } from './handoffs/table.ts';
import { SETUP_CLICKS, SETUP_SUBMISSIONS } from './home/setup/table.ts';
import { HOME_CLICKS, HOME_SUBMISSIONS } from './home/table.ts';
import { flagRisk } from './risks/flag.ts';
import { RISK_CLICKS, RISK_SUBMISSIONS, RISK_SUGGESTIONS } from './risks/table.ts';
import type { ShortcutHandler } from './shortcut.ts';
import type { SubmissionHandler } from './submission.ts';
import type { SuggestionHandler } from './suggestion.ts';

/** Slack id → what happens. The manifest is checked against these tables. */
export const COMMANDS: Record<string, CommandHandler> = {
  '/handoff': handoffCommand,
  '/risk': riskCommand,
  '/account': accountCommand,
  '/digest': digestCommand,
  '/baton': batonCommand,
};

export const SHORTCUTS: Record<string, ShortcutHandler> = { start_handoff: startHandoff };

/** Those in the menu of a message. */
export const MESSAGE_SHORTCUTS: Record<string, ShortcutHandler> = {
  flag_risk: flagRisk,
  add_to_handoff: addToHandoff,
};

export const CLICKS: Record<string, ClickHandler | Menu> = {
  ...HANDOFF_CLICKS,
  ...RISK_CLICKS,
  ...DEAL_CLICKS,
  ...ACCOUNT_CLICKS,
  ...DIGEST_CLICKS,
  ...HOME_CLICKS,
  ...SETUP_CLICKS,
};

export const SUGGESTIONS: Record<string, SuggestionHandler> = {
  ...HANDOFF_SUGGESTIONS,
  ...RISK_SUGGESTIONS,
  ...ACCOUNT_SUGGESTIONS,
};

export const SUBMISSIONS: Record<string, SubmissionHandler> = {
  ...HANDOFF_SUBMISSIONS,
  ...RISK_SUBMISSIONS,
  ...DEAL_SUBMISSIONS,
  ...ACCOUNT_SUBMISSIONS,
  ...DIGEST_SUBMISSIONS,
  ...HOME_SUBMISSIONS,
  ...SETUP_SUBMISSIONS,
};
