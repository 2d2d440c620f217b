-- outside a transaction
DROP INDEX CONCURRENTLY IF EXISTS "accounts_search_text";
CREATE INDEX CONCURRENTLY "accounts_search_text" ON "accounts" ("workspace_id", "search_text");
-- Its list of what is not sorted in yet stays short: whoever fills it up pays for all of it.
DROP INDEX CONCURRENTLY IF EXISTS "accounts_search_grams";
CREATE INDEX CONCURRENTLY "accounts_search_grams" ON "accounts" USING gin ("search_grams") WITH (gin_pending_list_limit = 256);
DROP INDEX CONCURRENTLY IF EXISTS "accounts_search_left";
CREATE INDEX CONCURRENTLY "accounts_search_left" ON "accounts" ("workspace_id") WHERE "search_text" IS NULL;
