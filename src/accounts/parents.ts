export interface ParentWish {
  childId: string;
  parentId: string;
}

/** Child id → parent id. */
export type Parents = ReadonlyMap<string, string | null>;

/** The children whose wish would put them under themselves. The others hold together, whatever their order. */
export function inCircles(wishes: readonly ParentWish[], stored: Parents): Set<string> {
  const parents = new Map(stored);
  for (const { childId, parentId } of wishes) parents.set(childId, parentId);
  const refused = new Set<string>();
  for (const { childId } of wishes) {
    if (!isAbove(childId, parents.get(childId) ?? null, parents)) continue;
    refused.add(childId);
    parents.set(childId, stored.get(childId) ?? null);
  }
  return refused;
}

/** Whether going up from `start` one meets `id`; `start` itself counts. */
export function isAbove(id: string, start: string | null, parents: Parents): boolean {
  const seen = new Set<string>();
  for (let at = start; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}

/** Who is above the survivor once `from` has become `into`; everybody below `from` is then below `into`. */
export function parentAfterMerge(fromId: string, intoId: string, parents: Parents): string | null {
  const [own, other] = [parents.get(intoId) ?? null, parents.get(fromId) ?? null];
  // It stood below the merged one, whose place it takes.
  if (isAbove(fromId, own, parents)) return other;
  if (own !== null) return own;
  return isAbove(intoId, other, parents) ? null : other;
}
