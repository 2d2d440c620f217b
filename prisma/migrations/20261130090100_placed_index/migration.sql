-- outside a transaction
-- What stands in a channel is found by that, wherever its thread is by now.
DROP INDEX CONCURRENTLY IF EXISTS "outbox_messages_placed";
CREATE INDEX CONCURRENTLY "outbox_messages_placed" ON "outbox_messages"("workspace_id", "slack_channel")
  WHERE "state" = 'sent' AND "slack_channel" IS NOT NULL;
