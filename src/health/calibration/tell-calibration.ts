import { nextMorning } from '../../cases/told/remind.ts';
import { defineMessage, dm } from '../../outbox/define-message.ts';
import { enqueue } from '../../outbox/enqueue.ts';
import { findAdmins, loadPeople } from '../../people/load-people.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ctx, Db, WorkspaceRef } from '../../platform/ctx.ts';
import { failureOf } from '../../platform/failure.ts';
import type { Logger } from '../../platform/logger.ts';
import { instant } from '../../platform/sql.ts';
import { own } from '../../platform/text.ts';
import { transact } from '../../platform/transact.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import { plusDays } from '../../time/day.ts';
import { periodOfQuarter, quarterBefore } from '../../time/quarter.ts';
import type { Served } from '../../workspaces/served.ts';
import { loadHealthConfig } from '../rules/load-config.ts';
import { loadCalibration } from './load-calibration.ts';
import { NoteSchema, noteOf } from './note.ts';

/** What is said of how health did. */
export const CALIBRATION_MESSAGES = {
  note: defineMessage({
    kind: 'health_calibration',
    data: NoteSchema,
    about: 'internal',
    whenUnknown: 'resend',
    async load({ db, workspace }, { data }) {
      const { types } = await loadHealthConfig(db, workspace.id);
      return { ...data, carries: data.carries.map((type) => own(types, type)?.label ?? type) };
    },
  }),
};

const WORKSPACES = 1_000;
/** Who is served only later hears after the next quarter. */
const TOLD_WITHIN_DAYS = 14;

/**
 * After a quarter's end: tells the admins of each workspace once, on their next morning, how bands and cards did. A
 * workspace is told once it had bands when that quarter began: before, nothing can be said.
 */
export async function tellCalibration(deps: {
  db: Db;
  clock: Clock;
  served: Served;
  log: Logger;
  stopping?: AbortSignal;
}): Promise<void> {
  const { db, clock, served, log, stopping } = deps;
  const now = clock.now();
  const quarter = quarterBefore(now.toISOString());
  const { from, to } = periodOfQuarter(quarter);
  if (now >= plusDays(to, TOLD_WITHIN_DAYS)) return;
  const untold = await db.$queryRaw<WorkspaceRef[]>`
    SELECT w.id, w.slack_team_id AS "slackTeamId", w.bot_user_id AS "botUserId"
      FROM ${served.active} w
     WHERE NOT EXISTS (SELECT FROM outbox_messages o
                        WHERE o.workspace_id = w.id AND o.subject_type = 'workspace' AND o.subject_id = w.id
                          AND o.kind = ${CALIBRATION_MESSAGES.note.kind} AND o.created_at >= ${instant(to)})
       AND EXISTS (SELECT FROM account_health h JOIN health_days d ON d.account_id = h.account_id
                    WHERE h.workspace_id = w.id AND d.workspace_id = w.id AND d.band IS NOT NULL
                      AND d.day < (${instant(from)} AT TIME ZONE 'UTC')::date)
     ORDER BY w.id LIMIT ${WORKSPACES}::int`;
  for (const workspace of untold) {
    if (stopping?.aborted) return;
    try {
      await tellThere({ db, workspace, now, log, actor: { type: 'job', name: 'calibration' } }, quarter);
    } catch (error) {
      // The others do not wait for it; it is tried again with the next look.
      log.error({ workspace: workspace.id, quarter, ...failureOf(error) }, 'calibration could not be told');
    }
  }
}

async function tellThere(ctx: Ctx, quarter: string): Promise<void> {
  const settings = await loadSettings(ctx.db, ctx.workspace.id);
  const admins = await findAdmins(ctx.db, ctx.workspace.id, settings);
  if (admins.length === 0) return;
  const data = noteOf(await loadCalibration(ctx), quarter);
  await transact(ctx, async (tx) => {
    const ids = admins.map(({ id }) => id);
    const people = await loadPeople(tx.tx, ctx.workspace.id, ids);
    await enqueue(
      tx,
      ids.flatMap((id) => {
        const person = people.get(id);
        if (!person) return [];
        return CALIBRATION_MESSAGES.note.root({
          subject: { type: 'workspace', id: ctx.workspace.id },
          ...dm(person),
          thread: `calibration:${quarter}:${id}`,
          data,
          holdUntil: nextMorning(person, settings, ctx.now).at,
        });
      }),
    );
  });
}
