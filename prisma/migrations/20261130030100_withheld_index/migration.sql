-- outside a transaction
DROP INDEX CONCURRENTLY IF EXISTS "outbox_messages_withheld";
CREATE INDEX CONCURRENTLY "outbox_messages_withheld" ON "outbox_messages"("workspace_id", "lane") WHERE "state" = 'withheld';
