// What one message says of several cases, as the models of handoffs and risks read it.

export interface GatheredRow {
  kind: string;
  subject_id: string;
  data: Record<string, unknown>;
  dedupe_key: string;
}

export interface GatheredCase<C extends string> {
  id: string;
  clock: C;
  epoch: number;
  /** As whom its reader is told; of a reminder null. */
  role: string | null;
}

const GATHERED = /(^|_)(roundup|reminders)$/;

/** The cases of a message that was gathered; null: it says something of one. */
export function gatheredIn<C extends string>({ kind, data }: GatheredRow): GatheredCase<C>[] | null {
  if (!GATHERED.test(kind)) return null;
  const cases = data['cases'] as GatheredCase<C>[];
  return cases.map(({ id, clock, epoch, role }) => ({
    id,
    clock,
    epoch,
    role: role === 'owner' ? null : role,
  }));
}

const markOf = (key: string, { id, clock, epoch }: { id: unknown; clock: unknown; epoch: unknown }): string =>
  [key, id, clock, epoch].join(' ');

/** What is known of a message once it was looked at: itself, each case in it, and whether it breaks in. */
export function marksOf(row: GatheredRow): string[] {
  const { dedupe_key: key, subject_id: id, data, kind } = row;
  const { clock, epoch } = data as { clock?: unknown; epoch?: unknown };
  const cases = gatheredIn(row) ?? [{ id, clock, epoch }];
  const breaksIn = /(roundup|_escalation)$/.test(kind);
  return [key, ...cases.map((one) => markOf(key, one)), ...(breaksIn ? [`${key} breaks in`] : [])];
}

/** Of these what was not known: new messages, and of those that say more than they did what came to them. */
export function unseen<R extends GatheredRow>(
  rows: readonly R[],
  seen: ReadonlySet<string>,
): (R & { brokeIn: boolean })[] {
  return rows.flatMap((row) => {
    const { dedupe_key: key } = row;
    const brokeIn = seen.has(`${key} breaks in`);
    const cases = row.data['cases'];
    if (!Array.isArray(cases)) return seen.has(key) ? [] : [{ ...row, brokeIn }];
    const more = cases.filter((one) => !seen.has(markOf(key, one)));
    return more.length > 0 ? [{ ...row, brokeIn, data: { ...row.data, cases: more } }] : [];
  });
}
