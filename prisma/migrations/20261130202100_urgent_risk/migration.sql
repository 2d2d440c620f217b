-- A constant default: no row is rewritten, and the version before leaves it out.
ALTER TABLE "handoffs" ADD COLUMN "urgent_risk" BOOLEAN NOT NULL DEFAULT false;
