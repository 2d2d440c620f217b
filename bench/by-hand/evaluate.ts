import { SHIPPED } from '../../src/health/catalogue.ts';

/** The straight lines between the points of every type: type, weight, days, from x, to x, y at from, slope. */
const LINES = Object.entries(SHIPPED.types).flatMap(([type, { points, weight, validDays }]) => {
  const line = (x0: number, x1: number, y0: number, slope: number) =>
    `('${type}', ${weight}, ${validDays}, ${number(x0)}, ${number(x1)}, ${y0}, ${slope})`;
  return points.flatMap(([x, y], i) => {
    const [x0, y0] = points[i - 1] ?? [Number.NEGATIVE_INFINITY, y];
    const inside = line(x0, x, y0, i === 0 ? 0 : (y - y0) / (x - x0));
    return i === points.length - 1 ? [inside, line(x, Number.POSITIVE_INFINITY, y, 0)] : [inside];
  });
});

function number(x: number): string {
  return Number.isFinite(x) ? String(x) : `${x > 0 ? '' : '-'}1e300`;
}

const { healthy, watch, at_risk } = SHIPPED.cuts;

/** For once, before the clock runs. */
export const LINES_TABLE = `
  CREATE TABLE lines (type text, weight float8, days int, x0 float8, x1 float8, y0 float8, slope float8);
  INSERT INTO lines VALUES ${LINES.join(',\n')};
  ANALYZE lines`;

/** $1: now. The score and the band of every account that is due, and when its next signal expires. */
export const EVALUATE = `
  WITH scored AS (
    SELECT l.account_id,
           sum(n.weight * (n.y0 + CASE WHEN n.slope = 0 THEN 0 ELSE n.slope * (l.value - n.x0) END))
             FILTER (WHERE s.stale_at > $1) / sum(n.weight) FILTER (WHERE s.stale_at > $1) AS score,
           sum(n.weight) FILTER (WHERE s.stale_at > $1) / sum(n.weight) AS confidence,
           min(s.stale_at) FILTER (WHERE s.stale_at > $1) AS due_at
      FROM signals_latest l
      JOIN lines n ON n.type = l.type AND l.value > n.x0 AND l.value <= n.x1
     CROSS JOIN LATERAL (SELECT l.observed_at + n.days * interval '1 day' AS stale_at) AS s
     WHERE l.account_id IN (SELECT account_id FROM account_health WHERE due_at <= $1)
     GROUP BY l.account_id
  )
  UPDATE account_health h
     SET score = s.score, confidence = s.confidence, due_at = s.due_at, evaluated_at = $1, has_news = false,
         band = CASE WHEN s.confidence < ${SHIPPED.minConfidence} THEN h.band
                     WHEN s.score >= ${healthy} THEN 'healthy' WHEN s.score >= ${watch} THEN 'watch'
                     WHEN s.score >= ${at_risk} THEN 'at_risk' ELSE 'critical' END::band
    FROM scored s WHERE h.account_id = s.account_id`;
