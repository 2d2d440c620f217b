-- Replies of threads that have moved to a DM since: they may stay where they are while nobody else reads there.
INSERT INTO "outbox_left_behind" ("workspace_id", "channel", "ts", "message_id", "kind", "urgent", "left_at")
SELECT m."workspace_id", m."slack_channel", m."slack_ts", m."id", m."kind", FALSE, date_trunc('milliseconds', now())
  FROM "outbox_messages" m JOIN "outbox_threads" t ON t."workspace_id" = m."workspace_id" AND t."key" = m."thread"
  JOIN "workspaces" w ON w."id" = m."workspace_id"
 WHERE m."state" = 'sent' AND m."slack_ts" IS NOT NULL AND m."slack_channel" ~ '^[CG]' AND t."lane" <> m."slack_channel"
ON CONFLICT DO NOTHING;

-- What had nowhere to go because others read there is tried again once it is looked at, and withheld from then on.
UPDATE "outbox_lanes" l SET "recheck_at" = now()
 WHERE EXISTS (SELECT 1 FROM "outbox_messages" m
                WHERE m."workspace_id" = l."workspace_id" AND m."lane" = l."key" AND m."state" = 'blocked' AND m."error" = 'not_private');
