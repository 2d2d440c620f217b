import type { Settings } from '../settings/catalogue.ts';
import type { Figures, Total } from './figures.ts';
import { loadTotalAtRisk } from './load-at-risk.ts';
import { loadFirstValue } from './load-first-value.ts';
import { loadHandoffFigures } from './load-handoff-figures.ts';
import { loadRiskFigures } from './load-risk-figures.ts';
import type { Period } from './period.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

/** All figures of a scope. In four statements, three where the caller knows what is at risk already. */
export async function loadFigures(
  ctx: Reading,
  scope: Scope,
  period: Period,
  settings: Settings,
  atRisk?: Total,
): Promise<Figures> {
  return {
    currency: settings.values['currency.reporting'],
    atRisk: atRisk ?? (await loadTotalAtRisk(ctx, scope, settings)),
    handoffs: await loadHandoffFigures(ctx, scope, period, settings),
    risks: await loadRiskFigures(ctx, scope, period, settings),
    firstValue: await loadFirstValue(ctx, scope, period),
  };
}
