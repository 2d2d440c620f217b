/** action_id of an input that waits for the submission. */
export const VALUE = 'value';

/**
 * block_id of an input: the field's name, then `@` and a mark where the same field is shown again as another one
 * (the row it belongs to, or a nonce to empty it). Slack keeps what was typed for as long as the block_id stays.
 */
export function blockId(field: string, mark?: string | null): string {
  return mark ? `${field}@${mark}` : field;
}

/** The field an input's block_id names, and the row or nonce behind it. */
export function readBlockId(id: string): { field: string; mark: string | null } {
  const at = id.indexOf('@');
  return at < 0 ? { field: id, mark: null } : { field: id.slice(0, at), mark: id.slice(at + 1) };
}

/** Splits `<verb>:<rest>`, the value of an entry in a menu. */
export function readValue(value: string): { verb: string; rest: string } {
  const colon = value.indexOf(':');
  return colon < 0
    ? { verb: value, rest: '' }
    : { verb: value.slice(0, colon), rest: value.slice(colon + 1) };
}

/** The page that a value names; what names none is the first. */
export function pageIn(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
