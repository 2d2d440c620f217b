import type { Driver, Seen } from '../../sandbox/server.ts';

/** What this person was sent about a handoff, each with its first line: roots and replies, oldest first. */
export function heard(person: Driver, about: string | RegExp, where = 'dm'): string[] {
  const fits = ({ text }: Seen) => (typeof about === 'string' ? text.includes(about) : about.test(text));
  return person
    .sees(where)
    .flatMap((seen) => [seen, ...seen.replies])
    .filter((seen) => !seen.ephemeral && fits(seen))
    .map(({ text }) => text);
}

/** Two handoffs of one run may be H-1 and H-12. */
export const about = (name: string): RegExp => new RegExp(`${name}\\b`);
