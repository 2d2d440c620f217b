import type { Seed } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { setTeam } from '../../src/people/set-team.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { manifest } from '../support/baton.ts';
import { CSMS_PER_TEAM, channelName, csmName, leadName, REPS, repName, TEAMS } from './plan.ts';

/** So that a message whose outcome was not heard can be looked for. */
export const HISTORY = ['channels:history', 'groups:history', 'im:history'];

const times = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const csmsOf = (team: number): string[] => times(CSMS_PER_TEAM).map((n) => csmName(team, n));

/** Of two workspaces on one database: which, in every id and in its token. */
export type Side = 'NORTH' | 'SOUTH';

/** Twenty reps, and ten teams of three with a lead and a channel. All in Berlin, so that all work at once. */
export function crowd(side: Side | undefined): Seed {
  const names = [...times(REPS).map(repName), ...times(TEAMS).flatMap((n) => [...csmsOf(n), leadName(n)])];
  return {
    workspace: {
      name: 'Sample Crowd',
      domain: 'sample-crowd',
      ...(side && { id: `T0${side}` }),
    },
    manifest,
    app: {
      scopes: [...(manifest.oauth_config?.scopes?.bot ?? []), ...HISTORY],
      ...(side && { token: `xoxb-${side}` }),
    },
    people: names.map((name, n) => ({
      name,
      realName: `Sample ${name}`,
      tz: 'Europe/Berlin',
      ...(side && { id: `U0${side}${n}` }),
    })),
    channels: [
      { name: 'sales', app: true, ...(side && { id: `C0${side}` }) },
      ...times(TEAMS).map((team) => ({
        name: channelName(team),
        app: true,
        ...(side && { id: `C0${side}${team}` }),
      })),
    ],
  };
}

/** The same in Baton. People must be synced already. */
export async function makeTeams(ctx: Ctx, sandbox: Sandbox): Promise<void> {
  const id = (name: string): string => sandbox.person(name).id;
  for (const team of times(TEAMS)) {
    const made = await setTeam(ctx, {
      name: `Sample CS ${team + 1}`,
      lane: 'cs',
      channel: sandbox.channel(channelName(team)).id,
      lead: id(leadName(team)),
      members: csmsOf(team).map(id),
    });
    if (isRefusal(made)) throw new Error(made.message);
  }
}
