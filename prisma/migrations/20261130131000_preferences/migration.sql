ALTER TABLE "members"
  ADD COLUMN "welcomed" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "shown_setup" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "mutes_receipts" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "morning_minute" INTEGER,
  ADD COLUMN "morning_moved" BOOLEAN NOT NULL DEFAULT false;
-- Whoever is here by now has met Baton. Only those who come are greeted.
ALTER TABLE "members" ALTER COLUMN "welcomed" SET DEFAULT false, ALTER COLUMN "shown_setup" SET DEFAULT false;
