/** One observation, as it is listed. */
export interface RecentSignal {
  label: string;
  unit: string;
  value: number;
  observedAt: Date;
  source: string;
  note: string | null;
  /** A link. */
  evidence: string | null;
}
