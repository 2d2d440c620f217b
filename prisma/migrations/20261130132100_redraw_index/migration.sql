-- outside a transaction
-- Each holds only what is still to come, or has just come.
DROP INDEX CONCURRENTLY IF EXISTS "owed_redraw";
CREATE INDEX CONCURRENTLY "owed_redraw" ON "owed"("redraw_at") WHERE "redraw_at" IS NOT NULL;
