-- From Accept to the kickoff: when it is to be booked and held, and how long it has waited for the customer. Nothing is
-- filled in: what was accepted before, or by the version before beside this one, stays as it was, without a clock.
ALTER TABLE "handoffs"
  ADD COLUMN "kickoff_from" TIMESTAMPTZ(3),
  ADD COLUMN "kickoff_by" TIMESTAMPTZ(3),
  ADD COLUMN "kickoff_link" TEXT,
  ADD COLUMN "waiting_until" TIMESTAMPTZ(3),
  ADD COLUMN "waiting_reason" TEXT,
  ADD COLUMN "waiting_minutes" INTEGER NOT NULL DEFAULT 0;
