-- When the messages of a case show something else although nobody changes it: its limit has passed. Those that are there
-- already are looked at once, which says when theirs is.
ALTER TABLE "owed" ADD COLUMN "redraw_at" TIMESTAMPTZ(3) DEFAULT '-infinity';
ALTER TABLE "owed" ALTER COLUMN "redraw_at" DROP DEFAULT;
