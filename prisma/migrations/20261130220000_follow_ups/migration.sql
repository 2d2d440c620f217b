-- What somebody still owes of a handoff beside its next step: introducing, an answer by a day, confirming a change.
CREATE TYPE "follow_up_step" AS ENUM ('introduce', 'answer', 'confirm');
CREATE TYPE "follow_up_state" AS ENUM ('open', 'done', 'dropped');

CREATE TABLE "handoff_follow_ups" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "handoff_id" UUID NOT NULL,
  "step" "follow_up_step" NOT NULL,
  "part" TEXT NOT NULL DEFAULT '',
  "label" TEXT NOT NULL DEFAULT '',
  "due_on" DATE,
  "entry_id" UUID,
  "state" "follow_up_state" NOT NULL DEFAULT 'open',
  "version" INTEGER NOT NULL DEFAULT 0,
  "snoozed_until" TIMESTAMPTZ(3),
  "snoozed_minutes" INTEGER NOT NULL DEFAULT 0,
  "nudged_at" TIMESTAMPTZ(3),
  "closed_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "handoff_follow_ups_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "handoff_follow_ups_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "handoff_follow_ups_handoff_id_fkey" FOREIGN KEY ("handoff_id") REFERENCES "handoffs"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "handoff_follow_ups_version_positive" CHECK ("version" >= 0),
  CONSTRAINT "handoff_follow_ups_closed_says_when" CHECK (("state" = 'open') = ("closed_at" IS NULL)),
  CONSTRAINT "handoff_follow_ups_answer_has_a_day" CHECK (("step" = 'answer') = ("due_on" IS NOT NULL))
);
CREATE INDEX "handoff_follow_ups_workspace_id_state_idx" ON "handoff_follow_ups"("workspace_id", "state");
CREATE INDEX "handoff_follow_ups_handoff_id_idx" ON "handoff_follow_ups"("handoff_id");
CREATE UNIQUE INDEX "handoff_follow_ups_one_open" ON "handoff_follow_ups"("handoff_id", "step", "part") WHERE "state" = 'open';
