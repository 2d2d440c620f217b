import { type Lane, Prisma, type Routing, type Team } from '../../prisma/generated/client.ts';
import { audit } from '../platform/audit.ts';
import type { Ctx, TxCtx } from '../platform/ctx.ts';
import { newId } from '../platform/id.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { transactOnce } from '../platform/transact.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { readChannel } from '../settings/values.ts';
import { nextTeamCalendar, readTeamCalendar, TEAM_CALENDAR } from './calendar-of.ts';
import { findHandles, handleOf, type Known } from './find-handles.ts';
import { lettingNobodyIn } from './stands-in-for.ts';

export interface TeamCommand {
  name: string;
  /** Refused where there is one of this name. */
  isNew?: boolean | undefined;
  lane?: Lane | undefined;
  /** To whom of it a new handoff goes when nobody owns the account. */
  routing?: Routing | undefined;
  /** Slack channel id, or `none`. */
  channel?: string | undefined;
  /** Email or Slack id, or `none`. */
  lead?: string | undefined;
  /** Working hours as text, or `default` for the workspace's. */
  week?: string | undefined;
  /** Dates; only for a team with hours of its own. */
  holidays?: string | undefined;
  /** Emails or Slack ids: exactly these from now on, beside who has left, whose work still goes to the lead. */
  members?: string[] | undefined;
}

/** Makes a team or changes what is named of it. Refuses what it cannot read, saying what is allowed. */
export async function setTeam(
  ctx: Ctx,
  command: TeamCommand,
): Promise<{ team: Team; created: boolean } | Refusal> {
  const name = command.name.trim();
  if (name === '' || [...name].length > 80)
    return refuse('bad_team', 'Give the team a name of up to 80 characters.', 'name');
  const people = await peopleNamed(ctx, command);
  if (isRefusal(people)) return people;
  const channel = command.channel === undefined ? undefined : readChannel(command.channel);
  if (isRefusal(channel)) return { ...channel, field: 'channel' };

  // Set back to what it was, it is set anew: only to make one is done once.
  const { request: _, ...anew } = ctx;
  return transactOnce(command.isNew ? ctx : anew, 'create_team', async (ctx) => {
    const workspaceId = ctx.workspace.id;
    const before = await ctx.tx.team.findFirst({
      where: { workspaceId, name: { equals: name.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } },
    });
    if (before && command.isNew) {
      const message = `There is already a team “${before.name}”. Pick another name.`;
      return refuse('name_taken', message, 'name');
    }
    if (!before && !command.lane)
      return refuse('lane_missing', `The team "${name}" is new. Add its lane: sales, service or cs.`, 'lane');
    const settings = await loadSettings(ctx.tx, workspaceId);
    const own = before && readTeamCalendar(before.calendar, before.id);
    const calendar = nextTeamCalendar(
      own,
      command,
      { week: settings.text.calendar, holidays: settings.values['calendar.holidays'] },
      ctx.now,
    );
    if (isRefusal(calendar)) return calendar;

    const changes = {
      ...(command.lane && { lane: command.lane }),
      ...(command.routing && { routing: command.routing }),
      ...(channel !== undefined && { channel }),
      ...(command.lead !== undefined && { leadId: people.get(command.lead)?.id ?? null }),
      ...(calendar !== undefined && {
        calendar: calendar === null ? Prisma.DbNull : TEAM_CALENDAR.write(calendar),
      }),
    };
    const lane = command.lane ?? 'cs';
    const memberIds = command.members?.flatMap((handle) => people.get(handle)?.id ?? []);
    const team = await lettingNobodyIn(ctx, async () => {
      const written = before
        ? await ctx.tx.team.update({ where: { id: before.id, workspaceId }, data: changes })
        : await ctx.tx.team.create({
            data: { id: newId(ctx.now), workspaceId, name, createdAt: ctx.now, ...changes, lane },
          });
      if (memberIds) await setMembers(ctx, written.id, memberIds);
      return written;
    });
    if (isRefusal(team)) return { ...team, field: 'lead' };
    await audit(ctx, {
      subject: { type: 'team', id: team.id },
      action: 'team.set',
      data: {
        ...changes,
        calendar: calendar ? { ...calendar } : null,
        ...(memberIds && { members: memberIds }),
      },
    });
    return { team, created: !before };
  });
}

/** By the words of the command; `none` is nobody. */
async function peopleNamed(ctx: Ctx, command: TeamCommand): Promise<Map<string, Known> | Refusal> {
  const leads = command.lead === undefined || command.lead.toLowerCase() === 'none' ? [] : [command.lead];
  const handles = [...leads, ...(command.members ?? [])];
  const directory = await findHandles(ctx.db, ctx.workspace.id, handles);
  const people = new Map<string, Known>();
  for (const handle of handles) {
    const known = directory.get(handleOf(handle));
    if (!known)
      return refuse('unknown_person', `No one here is called "${handle}". Use an email or a Slack id.`);
    if (known.unfit) return refuse('unfit_person', `${handle} is ${known.unfit} and can’t be on a team.`);
    people.set(handle, known);
  }
  return people;
}

async function setMembers(ctx: TxCtx, teamId: string, memberIds: string[]): Promise<void> {
  await ctx.tx.teamMember.deleteMany({
    where: { teamId, memberId: { notIn: memberIds }, member: { deactivatedAt: null } },
  });
  const places = [...new Set(memberIds)].map((memberId) => ({ teamId, memberId }));
  await ctx.tx.teamMember.createMany({ data: places, skipDuplicates: true });
}
