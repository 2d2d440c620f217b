import { createSlack } from '../platform/slack.ts';

/** Whose token it is, as Slack says. */
export interface Introduction {
  slackTeamId: string;
  name: string;
  botUserId: string;
  botId: string;
  /** Null: Slack did not name them. */
  scopes: readonly string[] | null;
}

/** Asks Slack whose token this is. Throws what Slack answers to one that it does not take. */
export async function introduce(options: {
  token: string;
  apiUrl: string | undefined;
  timeoutMs: number;
}): Promise<Introduction> {
  const found = await createSlack(options).auth.test();
  const scopes = (found.response_metadata?.scopes ?? []).filter((scope) => scope !== '');
  return {
    slackTeamId: found.team_id ?? '',
    name: found.team ?? '',
    botUserId: found.user_id ?? '',
    botId: found.bot_id ?? '',
    scopes: scopes.length > 0 ? scopes : null,
  };
}
