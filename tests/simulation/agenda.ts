/** What people are going to do, in the order of its time. */
export interface Agenda {
  at(at: number, act: () => Promise<unknown>): void;
  /** What comes first, if it comes before that; it is done by whoever takes it. */
  take(before: number): { at: number; act: () => Promise<unknown> } | null;
}

export function agendaOf(): Agenda {
  const planned: { at: number; act: () => Promise<unknown> }[] = [];
  return {
    at(at, act) {
      const place = planned.findIndex((one) => one.at > at);
      planned.splice(place < 0 ? planned.length : place, 0, { at, act });
    },
    take(before) {
      const [first] = planned;
      return first && first.at < before ? (planned.shift() ?? null) : null;
    },
  };
}
