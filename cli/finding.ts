/** One line of the report. A hint is no fault: what it speaks of works, and could work better. */
export interface Finding {
  mark: 'ok' | 'wrong' | 'hint';
  what: string;
  /** What to do; for all but `ok`. */
  todo?: string;
}

export const ok = (what: string): Finding => ({ mark: 'ok', what });
export const wrong = (what: string, todo: string): Finding => ({ mark: 'wrong', what, todo });
export const hint = (what: string, todo: string): Finding => ({ mark: 'hint', what, todo });
