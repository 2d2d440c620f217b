/** What a merge would do, as of now. */
export interface MergePreview {
  from: { id: string; name: string };
  into: { id: string; name: string };
  /** These go over to the one that stays. */
  handoffs: number;
  risks: number;
  signals: number;
  /** Both have an open risk: one must be resolved first. */
  blocked: boolean;
}
