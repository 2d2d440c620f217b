CREATE TYPE "workspace_state" AS ENUM ('active', 'blocked');
CREATE TYPE "lane" AS ENUM ('sales', 'service', 'cs');
CREATE TYPE "stage" AS ENUM ('land', 'adopt', 'expand', 'renew');
CREATE TYPE "handoff_kind" AS ENUM ('sales_to_cs');
CREATE TYPE "handoff_state" AS ENUM ('draft', 'submitted', 'acknowledged', 'returned', 'accepted', 'cancelled');
CREATE TYPE "deal_type" AS ENUM ('new', 'expansion', 'renewal', 'partner');
CREATE TYPE "message_state" AS ENUM ('pending', 'sending', 'sent', 'skipped', 'uncertain', 'blocked', 'held', 'dead');

CREATE TABLE "workspaces" (
    "id" UUID NOT NULL,
    "slack_team_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bot_user_id" TEXT NOT NULL,
    "state" "workspace_state" NOT NULL DEFAULT 'active',
    "blocked_reason" TEXT,
    "next_handoff_number" INTEGER NOT NULL DEFAULT 1,
    "people_synced_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "settings" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("workspace_id","key")
);

CREATE TABLE "members" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "slack_user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "zone" TEXT NOT NULL DEFAULT 'UTC',
    "is_bot" BOOLEAN NOT NULL DEFAULT false,
    "is_guest" BOOLEAN NOT NULL DEFAULT false,
    "is_stranger" BOOLEAN NOT NULL DEFAULT false,
    "is_admin" BOOLEAN NOT NULL DEFAULT false,
    "deactivated_at" TIMESTAMPTZ(3),
    "away_until" TIMESTAMPTZ(3),
    "cover_id" UUID,
    "manager_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "teams" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "lane" "lane" NOT NULL,
    "channel" TEXT,
    "lead_id" UUID,
    "calendar" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "team_members" (
    "team_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,

    CONSTRAINT "team_members_pkey" PRIMARY KEY ("team_id","member_id")
);

CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "domain" TEXT,
    "external_id" TEXT,
    "segment" TEXT,
    "stage" "stage" NOT NULL DEFAULT 'land',
    "plan" TEXT,
    "arr" DECIMAL(14,2),
    "currency" TEXT,
    "contract_start" DATE,
    "renewal_on" DATE,
    "sales_owner_id" UUID,
    "cs_owner_id" UUID,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "handoffs" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "number" INTEGER,
    "kind" "handoff_kind" NOT NULL DEFAULT 'sales_to_cs',
    "deal_type" "deal_type" NOT NULL DEFAULT 'new',
    "slot" INTEGER NOT NULL DEFAULT 1,
    "state" "handoff_state" NOT NULL DEFAULT 'draft',
    "version" INTEGER NOT NULL DEFAULT 0,
    "template" TEXT NOT NULL,
    "private" BOOLEAN NOT NULL DEFAULT false,
    "sender_id" UUID NOT NULL,
    "receiver_id" UUID,
    "account_id" UUID,
    "draft_view_id" TEXT,
    "account_name" TEXT,
    "brief" JSONB NOT NULL,
    "completeness" INTEGER NOT NULL DEFAULT 0,
    "go_live_on" DATE,
    "gaps" JSONB,
    "submissions" INTEGER NOT NULL DEFAULT 0,
    "returns" INTEGER NOT NULL DEFAULT 0,
    "submitted_at" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by_id" UUID,
    "decide_by" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by_id" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "snoozed_until" TIMESTAMPTZ(3),
    "snoozed_minutes" INTEGER NOT NULL DEFAULT 0,
    "nudged_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handoffs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "timers" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "clock" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ladder" JSONB NOT NULL,
    "rung" INTEGER NOT NULL DEFAULT 0,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "fired_at" TIMESTAMPTZ(3),

    CONSTRAINT "timers_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outbox_messages" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "member_id" UUID,
    "data" JSONB NOT NULL,
    "lane" TEXT NOT NULL,
    "thread" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "is_root" BOOLEAN NOT NULL,
    "state" "message_state" NOT NULL DEFAULT 'pending',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "hold_until" TIMESTAMPTZ(3),
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "first_attempt_at" TIMESTAMPTZ(3),
    "slack_channel" TEXT,
    "slack_ts" TEXT,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_messages_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outbox_threads" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "next_seq" INTEGER NOT NULL DEFAULT 1,
    "kind" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "member_id" UUID,
    "slack_channel" TEXT,
    "slack_ts" TEXT,
    "desired_version" INTEGER NOT NULL DEFAULT 0,
    "applied_version" INTEGER NOT NULL DEFAULT 0,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_threads_pkey" PRIMARY KEY ("workspace_id","key")
);

CREATE TABLE "outbox_lanes" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "next_send_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_until" TIMESTAMPTZ(3),
    "recheck_at" TIMESTAMPTZ(3),
    "blocked_at" TIMESTAMPTZ(3),
    "blocked_reason" TEXT,

    CONSTRAINT "outbox_lanes_pkey" PRIMARY KEY ("workspace_id","key")
);

CREATE TABLE "inbound_requests" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "answer" JSONB,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbound_requests_pkey" PRIMARY KEY ("workspace_id","key")
);

CREATE TABLE "morning_items" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "clock" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "day" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "morning_items_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "sandbox_clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "offset_ms" BIGINT NOT NULL,

    CONSTRAINT "sandbox_clock_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "workspaces_slack_team_id_key" ON "workspaces"("slack_team_id");
CREATE INDEX "members_workspace_id_email_idx" ON "members"("workspace_id", "email");
CREATE INDEX "members_cover_id_idx" ON "members"("cover_id");
CREATE INDEX "members_manager_id_idx" ON "members"("manager_id");
CREATE UNIQUE INDEX "members_workspace_id_slack_user_id_key" ON "members"("workspace_id", "slack_user_id");
CREATE INDEX "teams_lead_id_idx" ON "teams"("lead_id");
CREATE UNIQUE INDEX "teams_workspace_id_name_key" ON "teams"("workspace_id", "name");
CREATE INDEX "team_members_member_id_idx" ON "team_members"("member_id");
CREATE INDEX "accounts_workspace_id_domain_idx" ON "accounts"("workspace_id", "domain");
CREATE INDEX "accounts_workspace_id_cs_owner_id_idx" ON "accounts"("workspace_id", "cs_owner_id");
CREATE UNIQUE INDEX "accounts_workspace_id_external_id_key" ON "accounts"("workspace_id", "external_id");
CREATE UNIQUE INDEX "accounts_workspace_id_name_key_key" ON "accounts"("workspace_id", "name_key");
CREATE INDEX "handoffs_workspace_id_state_updated_at_idx" ON "handoffs"("workspace_id", "state", "updated_at");
CREATE INDEX "handoffs_workspace_id_sender_id_state_idx" ON "handoffs"("workspace_id", "sender_id", "state");
CREATE INDEX "handoffs_workspace_id_receiver_id_state_idx" ON "handoffs"("workspace_id", "receiver_id", "state");
CREATE INDEX "handoffs_account_id_idx" ON "handoffs"("account_id");
CREATE UNIQUE INDEX "handoffs_workspace_id_number_key" ON "handoffs"("workspace_id", "number");
CREATE UNIQUE INDEX "handoffs_workspace_id_draft_view_id_key" ON "handoffs"("workspace_id", "draft_view_id");
CREATE INDEX "audit_entries_workspace_id_subject_type_subject_id_id_idx" ON "audit_entries"("workspace_id", "subject_type", "subject_id", "id");
CREATE UNIQUE INDEX "timers_subject_type_subject_id_clock_key" ON "timers"("subject_type", "subject_id", "clock");
CREATE INDEX "outbox_messages_workspace_id_subject_type_subject_id_idx" ON "outbox_messages"("workspace_id", "subject_type", "subject_id");
CREATE INDEX "outbox_messages_member_id_created_at_idx" ON "outbox_messages"("member_id", "created_at");
CREATE UNIQUE INDEX "outbox_messages_workspace_id_dedupe_key_key" ON "outbox_messages"("workspace_id", "dedupe_key");
CREATE UNIQUE INDEX "outbox_messages_workspace_id_thread_seq_key" ON "outbox_messages"("workspace_id", "thread", "seq");
CREATE INDEX "outbox_threads_subject_type_subject_id_idx" ON "outbox_threads"("subject_type", "subject_id");
CREATE INDEX "outbox_threads_workspace_id_lane_idx" ON "outbox_threads"("workspace_id", "lane");
CREATE INDEX "inbound_requests_received_at_idx" ON "inbound_requests"("received_at");
CREATE INDEX "morning_items_member_id_day_idx" ON "morning_items"("member_id", "day");
CREATE UNIQUE INDEX "morning_items_subject_type_subject_id_clock_epoch_member_id_key" ON "morning_items"("subject_type", "subject_id", "clock", "epoch", "member_id");

ALTER TABLE "settings" ADD CONSTRAINT "settings_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "members" ADD CONSTRAINT "members_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "members" ADD CONSTRAINT "members_cover_id_fkey" FOREIGN KEY ("cover_id") REFERENCES "members"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "members" ADD CONSTRAINT "members_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "members"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "teams" ADD CONSTRAINT "teams_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "teams" ADD CONSTRAINT "teams_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "members"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on: what schema.prisma cannot say. tests/platform/schema.test.ts lists these by name.

-- At most one open handoff per account, kind and deal type; a second one takes the next slot.
CREATE UNIQUE INDEX "handoffs_one_open" ON "handoffs"("workspace_id", "account_id", "kind", "deal_type", "slot")
  WHERE "state" IN ('submitted', 'acknowledged', 'returned', 'accepted');

-- The hot paths: each index holds only the rows that still want something.
CREATE INDEX "timers_due" ON "timers"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "outbox_messages_pending" ON "outbox_messages"("workspace_id", "lane", "not_before")
  WHERE "state" = 'pending';
CREATE INDEX "outbox_messages_unfinished" ON "outbox_messages"("workspace_id", "thread", "seq")
  WHERE "state" IN ('pending', 'sending', 'uncertain');
CREATE INDEX "outbox_messages_leased" ON "outbox_messages"("lease_until") WHERE "state" = 'sending';
CREATE INDEX "outbox_messages_uncertain" ON "outbox_messages"("not_before") WHERE "state" = 'uncertain';
CREATE INDEX "outbox_messages_blocked" ON "outbox_messages"("workspace_id", "lane") WHERE "state" = 'blocked';
CREATE INDEX "outbox_messages_stuck" ON "outbox_messages"("workspace_id", "state") WHERE "state" IN ('held', 'dead');
CREATE INDEX "outbox_threads_stale" ON "outbox_threads"("workspace_id", "urgent", "not_before")
  WHERE "desired_version" > "applied_version";
CREATE INDEX "outbox_lanes_recheck" ON "outbox_lanes"("recheck_at") WHERE "recheck_at" IS NOT NULL;

ALTER TABLE "handoffs"
  ADD CONSTRAINT "handoffs_completeness_range" CHECK ("completeness" BETWEEN 0 AND 100),
  ADD CONSTRAINT "handoffs_slot_positive" CHECK ("slot" >= 1),
  ADD CONSTRAINT "handoffs_version_positive" CHECK ("version" >= 0),
  ADD CONSTRAINT "handoffs_open_is_whole" CHECK (
    "state" NOT IN ('submitted', 'acknowledged', 'returned', 'accepted')
    OR ("account_id" IS NOT NULL AND "receiver_id" IS NOT NULL AND "number" IS NOT NULL AND "submitted_at" IS NOT NULL)
  );
ALTER TABLE "timers" ADD CONSTRAINT "timers_version_positive" CHECK ("version" >= 0);
ALTER TABLE "outbox_threads" ADD CONSTRAINT "outbox_threads_version_order"
  CHECK ("applied_version" BETWEEN 0 AND "desired_version");
ALTER TABLE "sandbox_clock" ADD CONSTRAINT "sandbox_clock_one_row" CHECK ("id" = 1);

-- Append-only. Purging a workspace says so: SET LOCAL baton.purge = 'on'.
CREATE FUNCTION "audit_entries_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('baton.purge', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_entries is append-only';
END
$$;
CREATE TRIGGER "audit_entries_rows_append_only" BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "audit_entries_append_only"();
CREATE TRIGGER "audit_entries_table_append_only" BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_entries_append_only"();
