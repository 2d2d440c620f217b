import type { Placed } from '../../../kit.ts';

export interface ElementProps {
  placed: Placed;
  /** The label's id, where a label stands above. */
  labelledBy?: string | undefined;
  /** Ids of the hint and the error. */
  describedBy?: string | undefined;
  invalid?: boolean | undefined;
}

/** ARIA attributes that say what a field is called, by its label, or by words of its own. */
export function naming({ placed, labelledBy, describedBy, invalid }: ElementProps, otherwise: string) {
  const own = placed.element.placeholder?.text || otherwise;
  return {
    ...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': own }),
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(invalid ? { 'aria-invalid': true } : {}),
  };
}
