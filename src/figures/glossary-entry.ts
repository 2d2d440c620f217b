/** A word as Baton uses it. */
export interface Entry {
  term: string;
  /** One or two plain sentences. */
  says: string;
  /** Where its value or number comes from. */
  from: string;
}

export function entry(term: string, says: string, from: string): Entry {
  return { term, says, from };
}

/** The term at the head of a line: 'First-pass acceptance'. */
export function label({ term }: Entry): string {
  return term.charAt(0).toUpperCase() + term.slice(1);
}
