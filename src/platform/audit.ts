import { z } from 'zod';
import type { Prisma } from '../../prisma/generated/client.ts';
import type { TxCtx } from './ctx.ts';
import { newId } from './id.ts';
import { instant, uuid } from './sql.ts';

export interface AuditInput {
  subject: { type: string; id: string };
  /** What happened, as `noun.verb`: `handoff.acknowledged`. */
  action: string;
  /** Ids, figures and what changed. */
  data?: Prisma.InputJsonObject;
}

/** Writes who did what to what, in the caller's transaction. Entries are never changed afterwards. Returns its id. */
export async function audit(ctx: TxCtx, entry: AuditInput): Promise<string> {
  const id = newId(ctx.now);
  await ctx.tx.auditEntry.create({
    data: {
      id,
      workspaceId: ctx.workspace.id,
      subjectType: entry.subject.type,
      subjectId: entry.subject.id,
      action: entry.action,
      actor: ctx.actor,
      data: entry.data ?? {},
      at: ctx.now,
    },
    select: { id: true },
  });
  return id;
}

/** The same for many at once. Returns their ids, in order. */
export async function auditAll(ctx: TxCtx, entries: readonly AuditInput[]): Promise<string[]> {
  if (entries.length === 0) return [];
  const rows = entries.map(({ subject, action, data = {} }) => ({
    id: newId(ctx.now),
    subject,
    action,
    data,
  }));
  // By hand: Prisma takes ten times as long to put together a statement with a parameter for each value.
  await ctx.tx.$executeRaw`
    INSERT INTO audit_entries (id, workspace_id, subject_type, subject_id, action, actor, data, at)
    SELECT e.id, ${uuid(ctx.workspace.id)}, e.subject ->> 'type', (e.subject ->> 'id')::uuid, e.action,
           ${JSON.stringify(ctx.actor)}::jsonb, e.data, ${instant(ctx.now)}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e (id uuid, subject jsonb, action text, data jsonb)`;
  return rows.map(({ id }) => id);
}

const ActorSchema = z.object({ type: z.literal('member'), memberId: z.uuid() });

/** Returns the member who did it; null for a job, the command line, and what cannot be read. */
export function memberOf(actor: unknown): string | null {
  return ActorSchema.safeParse(actor).data?.memberId ?? null;
}

/** What an entry of the history says. Each kind says other things: what it does not say, or not so, is not there. */
export interface EntryData {
  text(key: string): string | null;
  figure(key: string): number | null;
  /** Texts. */
  list(key: string): string[];
  /** As it stands. */
  all: Record<string, unknown>;
}

export function readEntryData(json: unknown): EntryData {
  const all = z.record(z.string(), z.unknown()).catch({}).parse(json);
  return {
    all,
    text: (key) => (typeof all[key] === 'string' ? all[key] : null),
    figure: (key) => (typeof all[key] === 'number' ? all[key] : null),
    list: (key) =>
      Array.isArray(all[key]) ? all[key].filter((one): one is string => typeof one === 'string') : [],
  };
}

/** Of ids that come out of such an entry, those that are some. */
export function idsAmong(values: readonly (string | null)[]): string[] {
  return values.filter((value): value is string => z.guid().safeParse(value).success);
}
