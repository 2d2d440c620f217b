import { Prisma } from '../../../prisma/generated/client.ts';
import type { Db } from '../../platform/ctx.ts';
import { texts, uuid } from '../../platform/sql.ts';
import { nameKey } from '../account.ts';
import { findAccounts } from './find-accounts.ts';
import { LEGAL_FORMS, tellingDomain } from './identity.ts';
import type { FoundAccount } from './search-accounts.ts';

const WORDS = 400;
const LONGEST_NAME = 6;
const PHRASES = 6_000;
const DOMAINS = 20;
const MOST = 20;

interface Phrase {
  from: number;
  to: number;
  key: string;
}

/** Which accounts a message may be about: those that it names, else that of an address in it, else its channel's. */
export async function guessAccounts(
  db: Db,
  workspaceId: string,
  message: { text: string; channelId: string; channelName: string },
): Promise<FoundAccount[]> {
  const { text, channelId, channelName } = message;
  const ofChannel = await db.account.findMany({
    where: { workspaceId, channel: channelId, mergedIntoId: null },
    select: { id: true, name: true, domain: true, verified: true },
    take: 2,
  });
  const named = await namedIn(db, workspaceId, text, isNameLike);
  const both = named.filter(({ id }) => ofChannel.some((one) => one.id === id));
  if (both.length === 1 || named.length > 0) return both.length === 1 ? both : named;
  const domains = await ofDomains(db, workspaceId, text);
  if (domains.length > 0) return domains;
  if (ofChannel.length > 0) return ofChannel;
  // Channels are called #acme-sample, and #private or #general say nothing.
  return namedIn(
    db,
    workspaceId,
    channelName.replaceAll(/[-_]+/g, ' '),
    (words) => words.join('').length > 3,
  );
}

/** Of names within each other (Acme, Acme Labs) the longest. */
async function namedIn(
  db: Db,
  workspaceId: string,
  text: string,
  mayBeName: (words: readonly string[]) => boolean,
): Promise<FoundAccount[]> {
  const phrases = phrasesOf(text, mayBeName);
  if (phrases.length === 0) return [];
  const keys = phrases.map(({ key }) => key);
  const found = await db.$queryRaw<(FoundAccount & { at: number })[]>(Prisma.sql`
    SELECT a.id, a.name, a.domain, a.verified, said.at::int AS at
      FROM unnest(${texts(keys)}) WITH ORDINALITY AS said (key, at)
      JOIN accounts a ON a.workspace_id = ${uuid(workspaceId)} AND a.search_text = account_search_text(said.key)
     WHERE a.merged_into_id IS NULL AND a.search_text <> '' LIMIT ${MOST}::int`);
  const hits = found.flatMap(({ at, ...account }) => {
    const phrase = phrases[at - 1];
    return phrase ? [{ account, phrase }] : [];
  });
  const widest = hits.filter(
    ({ phrase }) =>
      !hits.some((other) => lengthOf(other.phrase) > lengthOf(phrase) && isWithin(phrase, other.phrase)),
  );
  return [...new Map(widest.map(({ account }) => [account.id, account])).values()];
}

const lengthOf = ({ from, to }: Phrase) => to - from;
const isWithin = (inner: Phrase, outer: Phrase) => inner.from >= outer.from && inner.to <= outer.to;

/** Words that stand beside each other, as they are and with a legal form behind them: few write that. */
function phrasesOf(text: string, mayBeName: (words: readonly string[]) => boolean): Phrase[] {
  const words = (text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}&'’+.-]*/gu) ?? []).slice(0, WORDS);
  const plain: Phrase[] = [];
  for (let from = 0; from < words.length; from++)
    for (let to = from + 1; to <= Math.min(from + LONGEST_NAME, words.length); to++)
      if (mayBeName(words.slice(from, to)))
        plain.push({ from, to, key: nameKey(words.slice(from, to).join(' ')) });
  const formal = plain.flatMap((phrase) =>
    LEGAL_FORMS.map((form) => ({ ...phrase, key: `${phrase.key} ${form}` })),
  );
  return [...plain, ...formal].slice(0, PHRASES);
}

/** In a sentence: begins with a capital or a digit, or is written without capitals, as in Japanese. */
function isNameLike(words: readonly string[]): boolean {
  const [first = ''] = words;
  return (
    !/^\p{Ll}/u.test(first) &&
    (words.length > 1 || [...first].length > 2 || /^[\p{Lu}\p{N}]{2}$/u.test(first))
  );
}

async function ofDomains(db: Db, workspaceId: string, text: string): Promise<FoundAccount[]> {
  const hosts = text.match(/[\p{L}\p{N}][\p{L}\p{N}.-]*\.\p{L}{2,}/gu) ?? [];
  const domains = [...new Set(hosts.flatMap((host) => tellingDomain(host) ?? []))].slice(0, DOMAINS);
  const found = await findAccounts(
    db,
    workspaceId,
    domains.map((domain) => ({ domain })),
  );
  return found.filter((one) => one !== null && one !== 'ambiguous');
}
