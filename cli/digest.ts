import type { Command } from 'commander';
import { composeDigest } from '../src/digests/compose-digest.ts';
import { inSnapshot } from '../src/digests/compose-for.ts';
import { teamCalled } from '../src/digests/load-choices.ts';
import type { Scope } from '../src/figures/scope.ts';
import { findHandles, handleOf } from '../src/people/find-handles.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { digestText } from './digest-text.ts';
import { type Io, Stop } from './io.ts';
import { inWorkspace } from './open.ts';

type Options = { mine?: string; reports?: string; ofTeam?: string; segment?: string; monthly?: true };

export function registerDigest(program: Command, io: Io): void {
  program
    .command('digest')
    .description('what digests say')
    .command('preview')
    .option('--mine <person>', 'of the accounts of a person, by email or Slack id')
    .option('--reports <person>', 'of the accounts of a person and their reports')
    .option('--of-team <name>', 'of the accounts of a team')
    .option('--segment <name>', 'of the accounts of a segment; "" is those without one')
    .option('--monthly', 'as it would be once a month')
    .description('show what a digest would say now, of all accounts or some; nothing is kept or posted')
    .action((options: Options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const { scope, name } = await chooseScope(ctx, options);
        const settings = await loadSettings(ctx.db, ctx.workspace.id);
        const { calendar: week, 'calendar.holidays': holidays } = settings.values;
        const content = await inSnapshot(ctx, (ctx) =>
          composeDigest(ctx, {
            cadence: options.monthly ? 'monthly' : 'weekly',
            scope,
            scopeName: name,
            settings,
            calendar: { zone: 'UTC', week, holidays },
            readerId: null,
            previous: null,
            lateSince: null,
          }),
        );
        io.write(digestText(content));
      }),
    );
}

async function chooseScope(ctx: Ctx, options: Options): Promise<{ scope: Scope; name: string }> {
  const { mine, reports, ofTeam, segment } = options;
  if ([mine, reports, ofTeam, segment].filter((one) => one !== undefined).length > 1)
    throw new Stop('Say one of --mine, --reports, --of-team and --segment.');
  if (mine !== undefined) return ofPerson(ctx, 'mine', mine);
  if (reports !== undefined) return ofPerson(ctx, 'reports', reports);
  if (ofTeam !== undefined) {
    const team = await teamCalled(ctx, ofTeam);
    if (!team) throw new Stop(`There is no team "${ofTeam}". See which there are: teams list`);
    return { scope: { kind: 'team', teamId: team.id }, name: team.name };
  }
  if (segment !== undefined) {
    const folded = segment.trim().toLowerCase();
    return { scope: { kind: 'segment', segment: folded }, name: folded };
  }
  return { scope: { kind: 'everything' }, name: '' };
}

async function ofPerson(ctx: Ctx, kind: 'mine' | 'reports', handle: string) {
  const found = (await findHandles(ctx.db, ctx.workspace.id, [handle])).get(handleOf(handle));
  if (!found) throw new Stop(`Nobody here is called "${handle}". Give an email or a Slack id.`);
  return { scope: { kind, memberId: found.id }, name: found.name };
}
