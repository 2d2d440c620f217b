-- outside a transaction
DROP INDEX CONCURRENTLY IF EXISTS "members_leaving";
CREATE INDEX CONCURRENTLY "members_leaving" ON "members"("workspace_id", "next_away_from") WHERE "next_away_from" IS NOT NULL;
