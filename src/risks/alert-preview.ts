import type { Colleague } from '../accounts/profile.ts';
import type { Band } from '../health/bands.ts';
import type { Reason } from '../health/reasons.ts';
import type { SegmentPicture } from './alert-segment.ts';

/** A change that would have opened a risk. */
export interface PreviewItem {
  accountName: string;
  /** worsened, fell or exception. */
  rule: string;
  fromBand: Band | null;
  toBand: Band;
  scoreBefore: number | null;
  score: number | null;
  reason: Reason | null;
  at: Date;
}

/** Whose risks these would have been. */
export interface PreviewGroup {
  /** Null: nobody's. */
  owner: Colleague | null;
  /** All of them; `items` are those that are shown. */
  count: number;
  items: PreviewItem[];
}

/** What would have been opened, if alerts were on. */
export interface AlertPreview {
  total: number;
  /** Whoever would have had most comes first. */
  groups: PreviewGroup[];
  /** Those whose alerts are tried out. */
  segments: SegmentPicture[];
}
