CREATE TYPE "digest_cadence" AS ENUM ('weekly', 'monthly');
CREATE TYPE "figure_scope" AS ENUM ('mine', 'reports', 'team', 'segment', 'everything');
ALTER TYPE "handoff_state" ADD VALUE 'finished' BEFORE 'cancelled';
ALTER TABLE "accounts" ADD COLUMN "first_value_on" DATE;
ALTER TABLE "handoffs" ADD COLUMN "asked_again" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "finished_by_id" UUID,
ADD COLUMN "kickoff_on" DATE,
ADD COLUMN "quality" INTEGER,
ADD COLUMN "quality_note" TEXT;
ALTER TABLE "risks" ADD COLUMN "nudged_at" TIMESTAMPTZ(3);

CREATE TABLE "account_stages" (
    "account_id" UUID NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" UUID NOT NULL,
    "stage" "stage" NOT NULL,

    CONSTRAINT "account_stages_pkey" PRIMARY KEY ("account_id","entered_at")
);

CREATE TABLE "digest_subscriptions" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "cadence" "digest_cadence" NOT NULL DEFAULT 'weekly',
    "scope" "figure_scope" NOT NULL,
    "team_id" UUID,
    "segment" TEXT,
    "channel" TEXT,
    "weekday" INTEGER NOT NULL DEFAULT 0,
    "minute" INTEGER NOT NULL DEFAULT 480,
    "zone" TEXT,
    "last_day" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "stopped_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "digest_subscriptions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "digest_runs" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subscription_id" UUID,
    "day" TEXT,
    "kind" TEXT NOT NULL,
    "requested_by_id" UUID,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "content" JSONB NOT NULL,
    "picture_file" TEXT,

    CONSTRAINT "digest_runs_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "digest_items" (
    "run_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "arr" DECIMAL(14,2),
    "currency" TEXT,
    "amount" DECIMAL(16,2),
    "config_version" INTEGER NOT NULL,

    CONSTRAINT "digest_items_pkey" PRIMARY KEY ("run_id","account_id")
);

CREATE TABLE "baselines" (
    "workspace_id" UUID NOT NULL,
    "quarter" TEXT NOT NULL,
    "scope" "figure_scope" NOT NULL,
    "scope_key" TEXT NOT NULL,
    "figures" JSONB NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "baselines_pkey" PRIMARY KEY ("workspace_id","quarter","scope","scope_key")
);

CREATE TABLE "home_views" (
    "member_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "view" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "home_views_pkey" PRIMARY KEY ("member_id")
);
CREATE INDEX "digest_subscriptions_workspace_id_owner_id_idx" ON "digest_subscriptions"("workspace_id", "owner_id");
CREATE INDEX "digest_subscriptions_owner_id_idx" ON "digest_subscriptions"("owner_id");
CREATE INDEX "digest_subscriptions_team_id_idx" ON "digest_subscriptions"("team_id");
CREATE INDEX "digest_runs_workspace_id_made_at_idx" ON "digest_runs"("workspace_id", "made_at");
CREATE UNIQUE INDEX "digest_runs_subscription_id_day_key" ON "digest_runs"("subscription_id", "day");
CREATE INDEX "accounts_workspace_id_sales_owner_id_idx" ON "accounts"("workspace_id", "sales_owner_id");
CREATE INDEX "accounts_workspace_id_service_owner_id_idx" ON "accounts"("workspace_id", "service_owner_id");
CREATE INDEX "accounts_workspace_id_first_value_on_idx" ON "accounts"("workspace_id", "first_value_on");
CREATE INDEX "handoffs_workspace_id_submitted_at_idx" ON "handoffs"("workspace_id", "submitted_at");
CREATE INDEX "risks_workspace_id_resolved_at_idx" ON "risks"("workspace_id", "resolved_at");
ALTER TABLE "account_stages" ADD CONSTRAINT "account_stages_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "digest_subscriptions" ADD CONSTRAINT "digest_subscriptions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "digest_subscriptions" ADD CONSTRAINT "digest_subscriptions_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "digest_subscriptions" ADD CONSTRAINT "digest_subscriptions_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "digest_runs" ADD CONSTRAINT "digest_runs_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "digest_runs" ADD CONSTRAINT "digest_runs_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "digest_subscriptions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "digest_items" ADD CONSTRAINT "digest_items_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "digest_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "baselines" ADD CONSTRAINT "baselines_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "home_views" ADD CONSTRAINT "home_views_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on: what schema.prisma cannot say. tests/platform/schema.test.ts lists these by name.

CREATE INDEX "digest_subscriptions_due" ON "digest_subscriptions"("due_at", "id") WHERE "due_at" IS NOT NULL;
-- The same digest to the same place is one subscription.
CREATE UNIQUE INDEX "digest_subscriptions_one_running" ON "digest_subscriptions"
  ("owner_id", "cadence", "scope", coalesce("team_id"::text, ''), coalesce("segment", ''), coalesce("channel", ''))
  WHERE "stopped_at" IS NULL;

ALTER TABLE "digest_subscriptions"
  ADD CONSTRAINT "digest_subscriptions_time" CHECK ("weekday" BETWEEN 0 AND 6 AND "minute" BETWEEN 0 AND 1439),
  ADD CONSTRAINT "digest_subscriptions_scope_is_whole" CHECK (
    ("scope" = 'team') = ("team_id" IS NOT NULL) AND ("scope" = 'segment') = ("segment" IS NOT NULL)
  );
ALTER TABLE "handoffs"
  ADD CONSTRAINT "handoffs_quality_range" CHECK ("quality" BETWEEN 1 AND 5),
  ADD CONSTRAINT "handoffs_finished_says_when" CHECK (
    "state"::text <> 'finished' OR ("kickoff_on" IS NOT NULL AND "closed_at" IS NOT NULL)
  );

CREATE FUNCTION "keep_account_stage"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_stages (account_id, workspace_id, stage, entered_at)
  VALUES (NEW.id, NEW.workspace_id, NEW.stage, NEW.updated_at)
  ON CONFLICT (account_id, entered_at) DO UPDATE SET stage = excluded.stage;
  RETURN NULL;
END
$$;
CREATE TRIGGER "accounts_keep_first_stage" AFTER INSERT ON "accounts"
  FOR EACH ROW EXECUTE FUNCTION "keep_account_stage"();
CREATE TRIGGER "accounts_keep_stage" AFTER UPDATE OF "stage" ON "accounts"
  FOR EACH ROW WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION "keep_account_stage"();
-- When the present stage was entered is known where its value says since when it is so.
INSERT INTO account_stages (account_id, workspace_id, stage, entered_at)
  SELECT id, workspace_id, stage, coalesce((provenance -> 'stage' ->> 'at')::timestamptz, created_at) FROM accounts;

CREATE FUNCTION "baselines_never_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a baseline is never changed';
END
$$;
CREATE TRIGGER "baselines_never_change" BEFORE UPDATE ON "baselines"
  FOR EACH ROW EXECUTE FUNCTION "baselines_never_change"();
