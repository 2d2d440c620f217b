-- What holds in place of a setting for a kind of handoff, a segment of accounts, a receiving team, or several of these.
CREATE TABLE "policies" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "kind" "handoff_kind",
  "segment" TEXT,
  "team_id" UUID,
  "value" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "policies_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "policies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "policies_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "policies_for_something" CHECK ("kind" IS NOT NULL OR "segment" IS NOT NULL OR "team_id" IS NOT NULL)
);
CREATE UNIQUE INDEX "policies_once" ON "policies"("workspace_id", "key", "kind", "segment", "team_id") NULLS NOT DISTINCT;
CREATE INDEX "policies_team_id_idx" ON "policies"("team_id");
