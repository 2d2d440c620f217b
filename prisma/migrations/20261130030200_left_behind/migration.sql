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
