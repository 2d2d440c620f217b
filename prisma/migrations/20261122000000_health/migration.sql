CREATE TYPE "band" AS ENUM ('healthy', 'watch', 'at_risk', 'critical');
CREATE TYPE "risk_state" AS ENUM ('open', 'claimed', 'resolved');
CREATE TYPE "risk_outcome" AS ENUM ('saved', 'lost', 'not_a_risk', 'recovered');
CREATE TYPE "risk_verdict" AS ENUM ('false_alarm', 'too_early');
ALTER TYPE "handoff_kind" ADD VALUE 'cs_to_sales';


ALTER TABLE "workspaces" ADD COLUMN "next_risk_number" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE "accounts"
  ADD COLUMN "channel" TEXT,
  ADD COLUMN "merged_into_id" UUID,
  ADD COLUMN "parent_id" UUID,
  ADD COLUMN "provenance" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "service_owner_id" UUID;

CREATE TABLE "account_external_ids" (
    "workspace_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "account_external_ids_pkey" PRIMARY KEY ("workspace_id","external_id")
);

CREATE TABLE "account_co_owners" (
    "account_id" UUID NOT NULL,
    "lane" "lane" NOT NULL,
    "member_id" UUID NOT NULL,

    CONSTRAINT "account_co_owners_pkey" PRIMARY KEY ("account_id","lane","member_id")
);

CREATE TABLE "signals" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "key" TEXT NOT NULL,
    "corrects" TEXT,
    "voided" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "note" TEXT,
    "evidence" TEXT,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "signals_latest" (
    "account_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "signal_id" UUID NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "signals_latest_pkey" PRIMARY KEY ("account_id","type")
);

CREATE TABLE "health_configs" (
    "workspace_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "config" JSONB NOT NULL,
    "actor" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "health_configs_pkey" PRIMARY KEY ("workspace_id","version")
);

CREATE TABLE "account_health" (
    "account_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "score" DOUBLE PRECISION,
    "confidence" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "known" BOOLEAN NOT NULL DEFAULT false,
    "band" "band",
    "band_since" TIMESTAMPTZ(3),
    "basis" JSONB,
    "candidate" "band",
    "candidate_since" TIMESTAMPTZ(3),
    "fall_since" TIMESTAMPTZ(3),
    "exceptions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "alerted_at" TIMESTAMPTZ(3),
    "alerted_band" "band",
    "alerted_score" DOUBLE PRECISION,
    "override_band" "band",
    "override_note" TEXT,
    "override_by_id" UUID,
    "override_until" TIMESTAMPTZ(3),
    "has_news" BOOLEAN NOT NULL DEFAULT false,
    "due_at" TIMESTAMPTZ(3),
    "evaluated_at" TIMESTAMPTZ(3),
    "config_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "account_health_pkey" PRIMARY KEY ("account_id")
);

CREATE TABLE "health_days" (
    "account_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "workspace_id" UUID NOT NULL,
    "score" DOUBLE PRECISION,
    "confidence" DOUBLE PRECISION NOT NULL,
    "band" "band",
    "config_version" INTEGER NOT NULL,

    CONSTRAINT "health_days_pkey" PRIMARY KEY ("account_id","day")
);

CREATE TABLE "health_changes" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "rule" TEXT NOT NULL,
    "from_band" "band",
    "to_band" "band",
    "score_before" DOUBLE PRECISION,
    "score" DOUBLE PRECISION,
    "reasons" JSONB NOT NULL,
    "config_version" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "risk_id" UUID,

    CONSTRAINT "health_changes_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "alert_segments" (
    "workspace_id" UUID NOT NULL,
    "segment" TEXT NOT NULL,
    "preview_since" TIMESTAMPTZ(3) NOT NULL,
    "enabled_at" TIMESTAMPTZ(3),
    "actor" JSONB,

    CONSTRAINT "alert_segments_pkey" PRIMARY KEY ("workspace_id","segment")
);

CREATE TABLE "risks" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "account_id" UUID NOT NULL,
    "state" "risk_state" NOT NULL DEFAULT 'open',
    "version" INTEGER NOT NULL DEFAULT 0,
    "rule" TEXT NOT NULL,
    "severity" "band" NOT NULL,
    "from_band" "band",
    "score" DOUBLE PRECISION,
    "reasons" JSONB NOT NULL,
    "note" TEXT,
    "evidence" TEXT,
    "opened_by_id" UUID,
    "flagged" BOOLEAN NOT NULL DEFAULT false,
    "owner_id" UUID,
    "partner_id" UUID,
    "team_id" UUID,
    "claimed_at" TIMESTAMPTZ(3),
    "claimed_by_id" UUID,
    "plan" JSONB,
    "check_in_on" DATE,
    "snoozed_until" TIMESTAMPTZ(3),
    "snoozed_minutes" INTEGER NOT NULL DEFAULT 0,
    "outcome" "risk_outcome",
    "verdict" "risk_verdict",
    "resolution" TEXT,
    "resolved_by_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "reopens" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "risks_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "api_requests" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "answer" JSONB,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_requests_pkey" PRIMARY KEY ("workspace_id","key")
);

-- An account may have several ids elsewhere: the one it had moves to its own table.
INSERT INTO "account_external_ids" ("workspace_id", "external_id", "account_id")
  SELECT "workspace_id", "external_id", "id" FROM "accounts" WHERE "external_id" IS NOT NULL;
DROP INDEX "accounts_workspace_id_external_id_key";
ALTER TABLE "accounts" DROP COLUMN "external_id";
CREATE INDEX "account_external_ids_account_id_idx" ON "account_external_ids"("account_id");
CREATE INDEX "account_co_owners_member_id_idx" ON "account_co_owners"("member_id");
CREATE INDEX "signals_account_id_type_observed_at_idx" ON "signals"("account_id", "type", "observed_at");
CREATE UNIQUE INDEX "signals_workspace_id_key_key" ON "signals"("workspace_id", "key");
CREATE INDEX "account_health_workspace_id_band_idx" ON "account_health"("workspace_id", "band");
CREATE INDEX "health_changes_workspace_id_at_idx" ON "health_changes"("workspace_id", "at");
CREATE INDEX "health_changes_account_id_at_idx" ON "health_changes"("account_id", "at");
CREATE INDEX "risks_workspace_id_state_updated_at_idx" ON "risks"("workspace_id", "state", "updated_at");
CREATE INDEX "risks_workspace_id_owner_id_state_idx" ON "risks"("workspace_id", "owner_id", "state");
CREATE INDEX "risks_account_id_opened_at_idx" ON "risks"("account_id", "opened_at");
CREATE UNIQUE INDEX "risks_workspace_id_number_key" ON "risks"("workspace_id", "number");
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");
CREATE UNIQUE INDEX "api_tokens_workspace_id_name_key" ON "api_tokens"("workspace_id", "name");
CREATE INDEX "api_requests_received_at_idx" ON "api_requests"("received_at");
CREATE INDEX "accounts_workspace_id_segment_idx" ON "accounts"("workspace_id", "segment");
CREATE INDEX "accounts_parent_id_idx" ON "accounts"("parent_id");
CREATE INDEX "accounts_merged_into_id_idx" ON "accounts"("merged_into_id");
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "account_external_ids" ADD CONSTRAINT "account_external_ids_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "account_co_owners" ADD CONSTRAINT "account_co_owners_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "account_co_owners" ADD CONSTRAINT "account_co_owners_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "signals" ADD CONSTRAINT "signals_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "account_health" ADD CONSTRAINT "account_health_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "risks" ADD CONSTRAINT "risks_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "risks" ADD CONSTRAINT "risks_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on: what schema.prisma cannot say. tests/platform/schema.test.ts lists these by name.

CREATE UNIQUE INDEX "risks_one_open" ON "risks"("account_id") WHERE "state" IN ('open', 'claimed');
CREATE INDEX "account_health_due" ON "account_health"("due_at", "account_id") WHERE "due_at" IS NOT NULL;
CREATE INDEX "signals_corrects" ON "signals"("workspace_id", "corrects") WHERE "corrects" IS NOT NULL;

ALTER TABLE "signals" ADD CONSTRAINT "signals_value_finite"
  CHECK ("value" > '-Infinity' AND "value" < 'Infinity');
ALTER TABLE "account_health"
  ADD CONSTRAINT "account_health_score_range" CHECK ("score" BETWEEN 0 AND 100),
  ADD CONSTRAINT "account_health_confidence_range" CHECK ("confidence" BETWEEN 0 AND 1),
  ADD CONSTRAINT "account_health_override_says_why" CHECK (
    "override_band" IS NULL OR ("override_note" <> '' AND "override_until" IS NOT NULL)
  );
ALTER TABLE "risks"
  ADD CONSTRAINT "risks_version_positive" CHECK ("version" >= 0),
  ADD CONSTRAINT "risks_claimed_is_owned" CHECK ("state" <> 'claimed' OR "owner_id" IS NOT NULL),
  ADD CONSTRAINT "risks_resolved_says_how" CHECK (
    "state" <> 'resolved' OR ("outcome" IS NOT NULL AND "resolved_at" IS NOT NULL)
  );
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_merged_elsewhere" CHECK ("merged_into_id" <> "id");
