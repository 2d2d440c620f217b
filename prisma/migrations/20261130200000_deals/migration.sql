-- What was sold, or is about to be: a case from when it is won until it is handed over.
CREATE TYPE "deal_state" AS ENUM ('expected', 'won', 'handed_over', 'dismissed', 'lost');
CREATE TYPE "deal_source" AS ENUM ('api', 'import', 'sweep', 'draft');

CREATE TABLE "deals" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "external_id" TEXT,
  "source" "deal_source" NOT NULL,
  "account_id" UUID,
  "account_name" TEXT NOT NULL,
  "deal_type" "deal_type" NOT NULL,
  "state" "deal_state" NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 0,
  "owner_id" UUID,
  "owner_said" TEXT,
  "team_id" UUID,
  "receiver_id" UUID,
  "amount" DECIMAL(14,2),
  "currency" TEXT,
  "closes_on" DATE,
  "won_on" DATE,
  "term_months" INTEGER,
  "products" TEXT,
  "notes" TEXT,
  "answers" JSONB NOT NULL DEFAULT '{}',
  "print" TEXT,
  "handoff_id" UUID,
  "heads_up_at" TIMESTAMPTZ(3),
  "dismissal" TEXT,
  "dismissed_by_id" UUID,
  "snoozed_until" TIMESTAMPTZ(3),
  "snoozed_minutes" INTEGER NOT NULL DEFAULT 0,
  "nudged_at" TIMESTAMPTZ(3),
  "closed_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "deals_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "deals_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "deals_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "deals_handoff_id_fkey" FOREIGN KEY ("handoff_id") REFERENCES "handoffs"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "deals_version_positive" CHECK ("version" >= 0),
  CONSTRAINT "deals_closed_says_when" CHECK (("state" IN ('expected', 'won')) = ("closed_at" IS NULL))
);
CREATE UNIQUE INDEX "deals_workspace_id_external_id_key" ON "deals"("workspace_id", "external_id");
CREATE UNIQUE INDEX "deals_handoff_id_key" ON "deals"("handoff_id");
CREATE INDEX "deals_workspace_id_state_updated_at_idx" ON "deals"("workspace_id", "state", "updated_at");
CREATE INDEX "deals_workspace_id_owner_id_state_idx" ON "deals"("workspace_id", "owner_id", "state");
CREATE INDEX "deals_account_id_idx" ON "deals"("account_id");
CREATE INDEX "deals_heads_up" ON "deals"("workspace_id", "closes_on") WHERE "state" = 'expected' AND "heads_up_at" IS NULL;

-- From when accounts and drafts are looked at for deals of which nobody has told, and when that was done last.
ALTER TABLE "workspaces" ADD COLUMN "deals_from" TIMESTAMPTZ(3), ADD COLUMN "deals_sought_at" TIMESTAMPTZ(3);
