/** What went on while somebody was away. */
export interface Meanwhile {
  since: Date;
  until: Date;
  /** So many cases of theirs somebody else took a step in. */
  covered: number;
  /** So many wait for them now. */
  waiting: number;
}
