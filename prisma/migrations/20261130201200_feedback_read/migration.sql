-- When the sender has said that they read what the receiver says of the brief.
ALTER TABLE "handoffs" ADD COLUMN "feedback_read_at" TIMESTAMPTZ(3);
