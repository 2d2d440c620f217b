import { limitIn } from '../cases/clocks/timer.ts';
import { loadPeople } from '../people/load-people.ts';
import type { Db } from '../platform/ctx.ts';
import { eachReadable } from '../platform/stored.ts';
import { loadOpenings } from './load-openings.ts';
import { peopleOf } from './parties.ts';
import { type RiskPicture, riskPictureOf } from './picture.ts';
import { clockOf } from './risk.ts';

interface Reading {
  workspace: { id: string };
  db: Db;
  now: Date;
}

/** The risks with these ids, as views show them, in the order asked for. Other workspaces' ids are left out. */
export async function loadRiskPictures(ctx: Reading, ids: readonly string[]): Promise<RiskPicture[]> {
  if (ids.length === 0) return [];
  const workspaceId = ctx.workspace.id;
  const risks = await ctx.db.risk.findMany({
    where: { id: { in: [...ids] }, workspaceId },
    include: { account: { include: { health: true } } },
  });
  const teams = await ctx.db.team.findMany({
    where: { workspaceId, id: { in: risks.map(({ teamId }) => teamId).filter((id) => id !== null) } },
    select: { id: true, leadId: true },
  });
  const leadOf = (teamId: string | null) => teams.find(({ id }) => id === teamId)?.leadId ?? null;
  const timers = await ctx.db.timer.findMany({
    where: { workspaceId, subjectType: 'risk', subjectId: { in: risks.map(({ id }) => id) } },
    select: { subjectId: true, clock: true, ladder: true },
  });
  const openings = await loadOpenings(ctx, risks);
  const people = await loadPeople(
    ctx.db,
    workspaceId,
    risks.flatMap((risk) => [
      ...peopleOf(risk, leadOf(risk.teamId)),
      ...[risk.account.salesOwnerId, risk.account.csOwnerId].filter((id) => id !== null),
    ]),
  );
  const pictures = new Map(
    eachReadable('risk', risks, ({ account, ...risk }): [string, RiskPicture] => {
      const timer = timers.find((one) => one.subjectId === risk.id && one.clock === clockOf(risk));
      const parties = { risk, people, leadId: leadOf(risk.teamId) };
      const limitAt = timer ? limitIn(timer) : null;
      const opening = openings.get(risk.id) ?? null;
      return [risk.id, riskPictureOf(parties, account, { limitAt, opening }, ctx.now)];
    }),
  );
  return ids.flatMap((id) => pictures.get(id) ?? []);
}

export async function loadRiskPicture(ctx: Reading, id: string): Promise<RiskPicture | null> {
  const [picture] = await loadRiskPictures(ctx, [id]);
  return picture ?? null;
}
