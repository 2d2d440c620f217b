/** What a person saw. Those that are signals count in the score too. */
export const FLAG_KINDS = ['sponsor_left', 'churn_notice', 'sentiment', 'other'] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

export interface Flag {
  /** An account's id, or the name of one that is new. */
  account: { id: string } | { name: string };
  kind: FlagKind;
  /** 1–5, for sentiment. */
  sentiment: number | null;
  note: string;
  /** A link to the message it was seen in. */
  evidence: string | null;
  urgent: boolean;
}
