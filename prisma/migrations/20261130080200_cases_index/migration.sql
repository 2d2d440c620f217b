-- outside a transaction
-- What tells of several cases is found by each of them. Few messages do.
DROP INDEX CONCURRENTLY IF EXISTS "outbox_messages_cases";
CREATE INDEX CONCURRENTLY "outbox_messages_cases" ON "outbox_messages" USING gin (("data" -> 'cases') jsonb_path_ops)
  WITH (fastupdate = off) WHERE "is_root" AND "data" ? 'cases';
