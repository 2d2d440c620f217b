-- The workspace removed the app: its API tokens are refused too. Set beside the state, whose values the version
-- before has to know.
ALTER TABLE "workspaces" ADD COLUMN "uninstalled_at" TIMESTAMPTZ(3);

-- Deleting a workspace deletes all that was ever recorded in it. Most tables have no foreign key to it, which would
-- cost every message and signal a lock on the workspace's row. What others refer to goes last.
CREATE FUNCTION "forget_workspace"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of record;
  was text := current_setting('baton.purge', true);
BEGIN
  PERFORM set_config('baton.purge', 'on', true);
  FOR of IN
    SELECT c.relname AS name
      FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE n.nspname = TG_TABLE_SCHEMA AND c.relkind = 'r' AND a.attname = 'workspace_id' AND NOT a.attisdropped
     ORDER BY c.relname IN ('accounts', 'members', 'teams'), c.relname
  LOOP
    EXECUTE format('DELETE FROM %I.%I WHERE workspace_id = $1', TG_TABLE_SCHEMA, of.name) USING OLD.id;
  END LOOP;
  PERFORM set_config('baton.purge', coalesce(was, ''), true);
  RETURN OLD;
END
$$;
CREATE TRIGGER "workspaces_forget" BEFORE DELETE ON "workspaces"
  FOR EACH ROW EXECUTE FUNCTION "forget_workspace"();
