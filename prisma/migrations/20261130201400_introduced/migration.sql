-- When the sender has said that they introduced the receiver to the customer.
ALTER TABLE "handoffs" ADD COLUMN "introduced_at" TIMESTAMPTZ(3);
