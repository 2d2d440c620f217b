import { DAY_MS } from '../../time/day.ts';

/** From when something was told until it was over; null: it still stood at the end. */
export interface Episode {
  /** 'slide', or the type of an exception. */
  by: string;
  from: Date;
  to: Date | null;
}

/** People are done with a risk after this long: one that nobody closed would hide what comes after it. */
const DONE_DAYS = 45;

/** What was told of an account. While one of its reasons stands, another is news of the same and no new episode. */
export class Told {
  readonly episodes: Episode[] = [];
  /** By reason, until when it stands at most. */
  readonly #standing = new Map<string, number>();
  readonly #longest: (by: string, at: Date, opened: Date) => number;

  private constructor(longest: (by: string, at: Date, opened: Date) => number) {
    this.#longest = longest;
  }

  /** Risks: 45 days at most, whatever else is heard meanwhile. */
  static risks(): Told {
    return new Told((_by, _at, opened) => opened.getTime() + DONE_DAYS * DAY_MS);
  }

  /** A list: a slide is on it for as long as it lasts, an exception for 45 days at most. */
  static list(): Told {
    return new Told((by, at) =>
      by === 'slide' ? Number.POSITIVE_INFINITY : at.getTime() + DONE_DAYS * DAY_MS,
    );
  }

  begin(by: string, at: Date): void {
    this.settle(at);
    if (this.#standing.size === 0) this.episodes.push({ by, from: at, to: null });
    const opened = this.episodes.at(-1)?.from ?? at;
    if (!this.#standing.has(by)) this.#standing.set(by, this.#longest(by, at, opened));
  }

  end(by: string, at: Date): void {
    this.settle(at);
    if (this.#standing.delete(by) && this.#standing.size === 0)
      Object.assign(this.episodes.at(-1) ?? {}, { to: at });
  }

  /** Ends what has stood for long enough. */
  settle(at: Date): void {
    for (const [by, until] of this.#standing) {
      if (until > at.getTime()) continue;
      this.#standing.delete(by);
      if (this.#standing.size === 0) Object.assign(this.episodes.at(-1) ?? {}, { to: new Date(until) });
    }
  }
}
