import type { Settings } from '../settings/catalogue.ts';

/** What decides where a card goes. */
export interface Route {
  accountChannel: string | null;
  segment: string | null;
  /** Of the CS owner's team, else of the only one there is. */
  teamChannel: string | null;
}

/** The right shared channel: the account's, else its segment's, else the team's, else the workspace's. */
export function cardChannel(
  { accountChannel, segment, teamChannel }: Route,
  settings: Settings,
): string | null {
  const ofSegment = settings.values['alerts.segment_channels'][(segment ?? '').toLowerCase()];
  return accountChannel ?? ofSegment ?? teamChannel ?? settings.values['risk.channel'];
}
