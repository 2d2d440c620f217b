import { type Refusal, refuse } from '../platform/refusal.ts';

/** The state of a case does not allow what it `cannot` be. Whoever knows the case finds the words: see sayWhyNot. */
export interface NotNow extends Refusal {
  cannot: string;
}

/** Returns the refusal `wrong_state`; `cannot` is a participle: *accepted*, *put off*. */
export function notNow(cannot: string): NotNow {
  return { ...refuse('wrong_state', `It cannot be ${cannot} as it stands now.`), cannot };
}

export function isNotNow(refusal: Refusal): refusal is NotNow {
  return 'cannot' in refusal;
}
