import type { HealthConfig } from './config.ts';
import { SHIPPED_TYPES } from './shipped-types.ts';

/** What holds where a workspace has set nothing. Reasons and sources: docs/health.md. */
export const SHIPPED: HealthConfig = {
  version: 0,
  types: SHIPPED_TYPES,
  cuts: { healthy: 80, watch: 60, at_risk: 40 },
  cutsByStage: {},
  margin: 5,
  worsenDays: 3,
  recoverDays: 7,
  fall: { points: 10, days: 30 },
  minConfidence: 0.5,
  minDimensions: 2,
  cooldownDays: 14,
  reopenDays: 14,
};
