-- To whom of a team a new handoff goes when nobody owns the account.
CREATE TYPE "routing" AS ENUM ('fewest_accounts', 'least_arr', 'in_turn');
ALTER TABLE "teams"
  ADD COLUMN "routing" "routing" NOT NULL DEFAULT 'fewest_accounts',
  ADD COLUMN "turn" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "team_members" ADD COLUMN "turn" INTEGER NOT NULL DEFAULT 0;
