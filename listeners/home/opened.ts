import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Deps } from '../edge.ts';

type Event = SlackEventMiddlewareArgs & AllMiddlewareArgs;

/** Somebody opens their Home. */
export async function onHomeOpened(_deps: Deps, _args: Event): Promise<void> {}
