ALTER TYPE "handoff_kind" ADD VALUE 'cs_to_cs';
ALTER TABLE "handoffs" ADD COLUMN "book_id" UUID;
CREATE INDEX "handoffs_workspace_id_book_id_idx" ON "handoffs"("workspace_id", "book_id");
