-- What a person expects of one signal of an account, and until when: until then it raises no alert.
CREATE TABLE "expected_signals" (
  "account_id" UUID NOT NULL,
  "type" TEXT NOT NULL,
  "workspace_id" UUID NOT NULL,
  "until" TIMESTAMPTZ(3) NOT NULL,
  "note" TEXT NOT NULL,
  "by_id" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "expected_signals_pkey" PRIMARY KEY ("account_id", "type"),
  CONSTRAINT "expected_signals_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "expected_signals_workspace_id_until_idx" ON "expected_signals"("workspace_id", "until");
