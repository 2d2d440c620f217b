import type { Db, Tx } from '../platform/ctx.ts';

export interface Known {
  id: string;
  slackUserId: string;
  name: string;
  zone: string;
  /** Why this member can answer for nothing, in two words, or null. */
  unfit: string | null;
}

/** By handle, see `handleOf`. */
export type Directory = ReadonlyMap<string, Known>;

/** A person as a file or a prompt names them: an email, also behind a name, or a Slack id, folded for matching. */
export function handleOf(text: string): string {
  const bare = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^<@([A-Z0-9]+)(\|[^>]*)?>$/i, '$1')
    .replace(/^[^<>]*<(?:mailto:)?([^<>\s@]+@[^<>\s|]+)(?:\|[^<>]*)?>$/, '$1')
    .replace(/^mailto:/i, '');
  return bare.includes('@') ? bare.toLowerCase() : bare.toUpperCase();
}

const BATCH = 1_000;

/** The members behind these handles. Of two with one email, the one who can answer. */
export async function findHandles(
  db: Db | Tx,
  workspaceId: string,
  handles: Iterable<string>,
): Promise<Directory> {
  const wanted = [...new Set([...handles].map(handleOf))].filter(
    // NUL is no text to PostgreSQL; such a one is found to be nobody.
    (handle) => handle !== '' && !handle.includes('\u0000'),
  );
  const found = new Map<string, Known>();
  for (let from = 0; from < wanted.length; from += BATCH) {
    const some = wanted.slice(from, from + BATCH);
    const rows = await db.member.findMany({
      where: { workspaceId, OR: [{ slackUserId: { in: some } }, { email: { in: some } }] },
      orderBy: { id: 'asc' },
    });
    for (const row of rows) {
      const known: Known = { ...row, unfit: unfit(row) };
      found.set(row.slackUserId, known);
      const before = row.email === null ? undefined : found.get(row.email);
      if (row.email !== null && (!before || before.unfit !== null)) found.set(row.email, known);
    }
  }
  return found;
}

function unfit(row: {
  isBot: boolean;
  isGuest: boolean;
  isStranger: boolean;
  deactivatedAt: Date | null;
}): string | null {
  if (row.isBot) return 'an app';
  if (row.isGuest) return 'a guest';
  if (row.isStranger) return 'from another company';
  return row.deactivatedAt ? 'deactivated' : null;
}
