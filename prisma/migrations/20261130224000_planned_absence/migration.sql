-- An absence that begins later, and since when one lasts. What the engine reads is `away_until`, which a job sets when it begins.
ALTER TABLE "members" ADD COLUMN "away_since" TIMESTAMPTZ(3),
                      ADD COLUMN "next_away_from" TIMESTAMPTZ(3),
                      ADD COLUMN "next_away_until" TIMESTAMPTZ(3);
