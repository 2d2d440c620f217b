/** What a customer said, as a signal keeps it. */
export interface Voice {
  label: string;
  unit: string;
  value: number;
  quote: string;
  evidence: string | null;
  at: Date;
}
