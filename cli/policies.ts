import type { Command } from 'commander';
import type { Ctx } from '../src/platform/ctx.ts';
import { type Settings, settingWords } from '../src/settings/catalogue.ts';
import { findScope, listTeamNames, type ScopeWords } from '../src/settings/find-scope.ts';
import { loadSettings } from '../src/settings/load-settings.ts';
import { explain, type InForce, sorted } from '../src/settings/policies.ts';
import { isOfDeals, isPolicyKey, isSameScope, type PolicyScope } from '../src/settings/policy.ts';
import { removePolicy, setPolicy } from '../src/settings/set-policy.ts';
import { settingKey } from '../src/settings/set-setting.ts';
import { agreed, type Io, Stop, table } from './io.ts';
import { inWorkspace } from './open.ts';

export function registerPolicies(program: Command, io: Io): void {
  const policies = program
    .command('policies')
    .description('settings that differ for a kind of handoff, a segment or a team');
  const scoped = (name: string) =>
    policies
      .command(name)
      .option('--kind <kind>', 'a kind of handoff, such as sales_to_cs')
      .option('--segment <segment>', 'a segment of accounts')
      .option('--receiving-team <name>', 'the team of whoever receives it')
      .option('--selling-team <name>', 'of a won deal: the team of whoever won it');

  policies
    .command('list')
    .description('show every policy')
    .action((_options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const settings = await loadSettings(ctx.db, ctx.workspace.id);
        io.write(settings.policies.length === 0 ? NONE : await everyPolicy(ctx, settings));
      }),
    );
  scoped('set')
    .argument('<key>', 'such as handoff.acknowledge; see: settings get')
    .argument('<value...>', 'such as 4 hours')
    .description('add or change one: name a kind, a segment, a team, or several of these')
    .action((key: string, value: string[], options: Options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const scope = agreed(await findScope(ctx, wordsOf(key, options)));
        const { policy, before } = agreed(await setPolicy(ctx, { key, scope, value: value.join(' ') }));
        const was = before === null ? 'There was none.' : `Before: ${settingWords(policy.key, before)}.`;
        io.write(`${policy.key} is now ${settingWords(policy.key, policy.text)} for these. ${was}\n`);
      }),
    );
  scoped('remove')
    .argument('<key>')
    .description('remove one: what is less specific, or the setting, holds again')
    .action((key: string, options: Options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const [wanted, scope] = [
          agreed(settingKey(key)),
          agreed(await findScope(ctx, wordsOf(key, options))),
        ];
        const { policies } = await loadSettings(ctx.db, ctx.workspace.id);
        const found = policies.find((one) => one.key === wanted && isSameScope(one, scope));
        if (!found) throw new Stop('There is no policy of exactly this. See them: policies list');
        const removed = agreed(await removePolicy(ctx, found.id));
        io.write(`${removed.key} is removed for these. It was ${settingWords(removed.key, removed.text)}.\n`);
      }),
    );
  scoped('explain')
    .description('show what holds for a handoff and its deal, and because of which policy')
    .action((options: Options, command: Command) =>
      inWorkspace(io, command, async (ctx) => {
        const { kind, segment, receivingTeam, sellingTeam } = options;
        const about = agreed(await findScope(ctx, { kind, segment, team: receivingTeam }));
        const { teamId: sellerId } = agreed(await findScope(ctx, { team: sellingTeam }));
        const listed = (id: string | null) => (id === null ? [] : [id]);
        const settings = await loadSettings(ctx.db, ctx.workspace.id);
        const names = await listTeamNames(ctx);
        const held = explain(settings, {
          ...about,
          teamIds: listed(about.teamId),
          sellingTeamIds: listed(sellerId),
        });
        io.write(table(held.map((one) => [one.key, settingWords(one.key, one.text), whyOf(one, names)])));
      }),
    );
}

interface Options {
  kind?: string;
  segment?: string;
  receivingTeam?: string;
  sellingTeam?: string;
}

/** A policy is for the team that receives a handoff, or for the one that won a deal. */
function wordsOf(key: string, { kind, segment, receivingTeam, sellingTeam }: Options): ScopeWords {
  const wanted = agreed(settingKey(key));
  const isDeals = isPolicyKey(wanted) && isOfDeals(wanted);
  if (isDeals && receivingTeam !== undefined)
    throw new Stop('A deal has no receiving team until it’s handed over. Name who won it: --selling-team');
  if (!isDeals && sellingTeam !== undefined)
    throw new Stop(`${wanted} goes by who receives the handoff. Name them: --receiving-team`);
  return { kind, segment, team: receivingTeam ?? sellingTeam };
}

const NONE = `There are no policies: the settings hold for all handoffs. Add one:
policies set handoff.acknowledge "4 hours" --segment enterprise
`;

async function everyPolicy(ctx: Ctx, { policies }: Settings): Promise<string> {
  const names = await listTeamNames(ctx);
  const rows = sorted(policies, names).map((one) => [
    one.key,
    settingWords(one.key, one.text),
    one.kind ?? 'any',
    one.segment ?? 'any',
    teamName(one, names) ?? 'any',
  ]);
  return table([['SETTING', 'VALUE', 'KIND', 'SEGMENT', 'TEAM'], ...rows]);
}

function whyOf({ because }: InForce, names: ReadonlyMap<string, string>): string {
  if (!because) return 'the setting';
  const team = teamName(because, names);
  return [
    ...(team === null ? [] : [`the team ${team}`]),
    ...(because.segment === null ? [] : [`the segment ${because.segment}`]),
    ...(because.kind === null ? [] : [`the kind ${because.kind}`]),
  ].join(', ');
}

const teamName = ({ teamId }: PolicyScope, names: ReadonlyMap<string, string>): string | null =>
  teamId === null ? null : (names.get(teamId) ?? null);
