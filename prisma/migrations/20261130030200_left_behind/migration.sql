ALTER TABLE "outbox_lanes"
  ADD COLUMN "gap_ms" INTEGER,
  ADD COLUMN "gentle_until" TIMESTAMPTZ(3),
  ADD COLUMN "not_private" TEXT,
  ADD COLUMN "recheck_until" TIMESTAMPTZ(3);

CREATE TABLE "outbox_left_behind" (
    "workspace_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "ts" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "urgent" BOOLEAN NOT NULL,
    "not_before" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_left_behind_pkey" PRIMARY KEY ("workspace_id","channel","ts")
);
CREATE INDEX "outbox_left_behind_left_at_idx" ON "outbox_left_behind"("left_at");
ALTER TABLE "outbox_left_behind" ADD CONSTRAINT "outbox_left_behind_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on: what schema.prisma cannot say. tests/platform/schema.test.ts lists these by name.

CREATE INDEX "outbox_left_behind_due" ON "outbox_left_behind"("workspace_id", "urgent", "not_before")
  WHERE "not_before" IS NOT NULL;

-- Replies of threads that have moved to a DM since: they may stay where they are while nobody else reads there.
INSERT INTO "outbox_left_behind" ("workspace_id", "channel", "ts", "message_id", "kind", "urgent", "left_at")
SELECT m."workspace_id", m."slack_channel", m."slack_ts", m."id", m."kind", FALSE, date_trunc('milliseconds', now())
  FROM "outbox_messages" m JOIN "outbox_threads" t ON t."workspace_id" = m."workspace_id" AND t."key" = m."thread"
  JOIN "workspaces" w ON w."id" = m."workspace_id"
 WHERE m."state" = 'sent' AND m."slack_ts" IS NOT NULL AND m."slack_channel" ~ '^[CG]' AND t."lane" <> m."slack_channel"
ON CONFLICT DO NOTHING;

-- What had nowhere to go because others read there waits for the place to be private, and is looked at soon.
UPDATE "outbox_messages" SET "state" = 'withheld' WHERE "state" = 'blocked' AND "error" = 'not_private';
UPDATE "outbox_lanes" l SET "not_private" = 'shared', "recheck_at" = now()
 WHERE EXISTS (SELECT 1 FROM "outbox_messages" m
                WHERE m."workspace_id" = l."workspace_id" AND m."lane" = l."key" AND m."state" = 'withheld');
