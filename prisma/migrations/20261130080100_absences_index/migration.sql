-- outside a transaction
DROP INDEX CONCURRENTLY IF EXISTS "members_absences_due";
CREATE INDEX CONCURRENTLY "members_absences_due" ON "members"("workspace_id", "id") WHERE "absences" > "absences_told";
