import type { Placed } from '../../../kit.ts';

export interface ElementProps {
  placed: Placed;
  /** Its own id, where a label points to it. */
  id?: string | undefined;
  /** The id of what else names it. */
  labelledBy?: string | undefined;
  /** Ids of the hint and the error. */
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
}

/** ARIA attributes that say what a field is called, by its label, or by words of its own. */
export function naming({ placed, id, labelledBy, describedBy, invalid }: ElementProps, otherwise: string) {
  const own = placed.element.placeholder?.text || otherwise;
  return {
    ...(id ? { id } : labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': own }),
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(invalid ? { 'aria-invalid': true } : {}),
  };
}
