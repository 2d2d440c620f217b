-- What a CSM thinks of an account, 1 to 5, beside its score. The latest counts.
CREATE TABLE "account_views" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "owner_id" UUID,
  "member_id" UUID,
  "value" SMALLINT NOT NULL,
  "said_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "account_views_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "account_views_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "account_views_account_id_said_at_idx" ON "account_views"("account_id", "said_at");
CREATE INDEX "account_views_workspace_id_said_at_idx" ON "account_views"("workspace_id", "said_at");
