/** An expected "no", returned as a value. `message` is shown to the person as it stands. */
export interface Refusal {
  refused: string;
  message: string;
  /** The input the refusal belongs to, where there is one. */
  field?: string;
}

export function refuse(refused: string, message: string, field?: string): Refusal {
  return field === undefined ? { refused, message } : { refused, message, field };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && 'message' in value;
}
