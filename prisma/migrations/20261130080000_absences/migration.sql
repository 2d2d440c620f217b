-- Raised with each change of whether somebody is there, or of who stands in; a job asks who stands in, and catches up.
-- Constant defaults: no row is rewritten.
ALTER TABLE "members" ADD COLUMN "absences" INTEGER NOT NULL DEFAULT 0,
                      ADD COLUMN "absences_told" INTEGER NOT NULL DEFAULT 0;
