-- By itself, since the table is large: nobody waits for an index that is built like this, but it takes no company.
-- One that was cut off left an invalid index behind: drop it, then deploy again.
CREATE INDEX "outbox_messages_withheld" ON "outbox_messages"("workspace_id", "lane") WHERE "state" = 'withheld';
