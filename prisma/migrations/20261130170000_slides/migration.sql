-- What the weekly look at each account rests on, and what of a slide was told.
CREATE TABLE "account_slides" (
  "account_id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "since_week" INTEGER NOT NULL,
  "week" INTEGER NOT NULL,
  "means" JSONB NOT NULL DEFAULT '{}',
  "touched_from" INTEGER,
  "fall" DOUBLE PRECISION,
  "low_for_long" BOOLEAN NOT NULL DEFAULT false,
  "behind" JSONB,
  "decided_week" INTEGER,
  "tier" TEXT,
  "told" DOUBLE PRECISION,
  "told_at" TIMESTAMPTZ(3),
  "card_week" INTEGER,
  "calm_weeks" INTEGER NOT NULL DEFAULT 0,
  "facts" JSONB,
  CONSTRAINT "account_slides_pkey" PRIMARY KEY ("account_id"),
  CONSTRAINT "account_slides_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "account_slides_workspace_id_week_account_id_idx" ON "account_slides"("workspace_id", "week", "account_id");
CREATE INDEX "account_slides_listed_idx" ON "account_slides"("workspace_id", "told_at") WHERE "tier" IS NOT NULL OR "low_for_long" OR "behind" IS NOT NULL;

-- What befell all accounts of a workspace in a week: an input of the evaluation, kept as it was then.
CREATE TABLE "slide_weeks" (
  "workspace_id" UUID NOT NULL,
  "week" INTEGER NOT NULL,
  "accounts" INTEGER,
  "median_fall" DOUBLE PRECISION,
  "shock" DOUBLE PRECISION,
  "incident" INTEGER,
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "slide_weeks_pkey" PRIMARY KEY ("workspace_id", "week"),
  CONSTRAINT "slide_weeks_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- From when slides open risks in a segment in place of bands. For those that are there: after two weeks in which both
-- are listed; until then bands do.
ALTER TABLE "alert_segments" ADD COLUMN "slides_from" TIMESTAMPTZ(3);
UPDATE "alert_segments" SET "slides_from" = now() + interval '14 days';

-- What was said of the slide that opened it.
ALTER TABLE "risks" ADD COLUMN "slide" JSONB;
