-- Where a message was tried: it is looked for there, though its thread may have moved since. Null: by a version that did not say.
ALTER TABLE "outbox_messages" ADD COLUMN "tried_channel" TEXT, ADD COLUMN "tried_under" TEXT;
