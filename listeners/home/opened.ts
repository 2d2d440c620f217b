import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Deps } from '../edge.ts';
import { drawHome } from './publish-home.ts';

type Event = SlackEventMiddlewareArgs & AllMiddlewareArgs;

/** Somebody opens their Home: what they left it at, as it is now. */
export async function onHomeOpened(deps: Deps, { event, body }: Event): Promise<void> {
  if (event.type !== 'app_home_opened' || event.tab !== 'home') return;
  const who = { teamId: body.team_id, userId: event.user };
  // Slack sends it, and Bolt's types leave it out.
  const { hash } = (event.view ?? {}) as { hash?: string };
  await drawHome(deps, who, { hash });
}
