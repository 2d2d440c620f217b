export const CREATE_ERRANDS = `
  CREATE TABLE errands (id uuid PRIMARY KEY, workspace_id uuid NOT NULL, number int NOT NULL, state text NOT NULL,
    version int NOT NULL, updated_at timestamptz(3) NOT NULL, snoozed_until timestamptz(3), nudged_at timestamptz(3),
    snoozed_minutes int NOT NULL DEFAULT 0, asker_id uuid NOT NULL, owner_id uuid NOT NULL)`;
