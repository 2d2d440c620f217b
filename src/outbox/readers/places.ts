/** Where the reading of a list in Slack stopped, and whom it had named until then. */
export interface Place {
  cursor: string | undefined;
  pages: number;
  ids: readonly string[];
  /** Wall time. What was read is as old as that. */
  startedAt: number;
}

const MAX_KEPT = 1_000;

/**
 * Where lists were left when Slack asked for a pause: whoever comes back goes on there, so that a list of many pages is
 * read to its end however slowly Slack gives it out. Of a process; after a restart a list is begun anew.
 */
export class Places {
  readonly #kept = new Map<string, Place>();

  /** Takes the place of a list, or a new one where none was kept or it is older than `maxAgeMs`. */
  take(key: string, now: number, maxAgeMs: number): Place {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    if (kept !== undefined && now - kept.startedAt < maxAgeMs) return kept;
    return { cursor: undefined, pages: 0, ids: [], startedAt: now };
  }

  keep(key: string, place: Place): void {
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(key, place);
  }

  /** Slack takes no cursor for ever: a list whose place it does not know any more is begun anew. */
  static isLost(place: Place, { code }: { code: string }): boolean {
    return code === 'invalid_cursor' && place.cursor !== undefined;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }
}
