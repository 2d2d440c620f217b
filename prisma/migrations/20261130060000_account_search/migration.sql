-- Accounts are found by what people type: without accents, punctuation and spaces, and by any part of a name.
-- The columns begin empty, so that nothing is rewritten here; a job fills them (src/accounts/fill-search.ts), and
-- until then a search looks at the rows that are left one by one. What is written from now on, also by the version
-- before, is filled by the triggers. Record 0026.

-- The rule, of a name that nameKey has folded. Its letters that are no letter with a mark are written out.
CREATE FUNCTION account_search_text(name_key TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(
    replace(replace(replace(regexp_replace(normalize(name_key, NFKD), '[\u0300-\u036F]', '', 'g'),
      'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'łøđðı .,;:!?''"’‘“”`´()[]{}<>/\|&+-–—_*#@%~^=·•®™©', 'loddi')
$$;

-- All that stands in it of two and of three characters, in a loop: it is a third of the work of a query.
CREATE FUNCTION account_search_grams(search_text TEXT) RETURNS TEXT[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  grams TEXT[] := '{}';
BEGIN
  FOR at IN 1 .. length(search_text) - 1 LOOP
    grams[2 * at - 1] := substr(search_text, at, 2);
    grams[2 * at] := substr(search_text, at, 3);
  END LOOP;
  RETURN grams;
END $$;

ALTER TABLE "accounts"
  ADD COLUMN "search_text" TEXT COLLATE "C",
  ADD COLUMN "search_grams" TEXT[] COLLATE "C";

CREATE FUNCTION keep_account_search() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := account_search_text(NEW.name_key);
  NEW.search_grams := account_search_grams(NEW.search_text);
  RETURN NEW;
END $$;
CREATE TRIGGER "accounts_fill_search" BEFORE INSERT ON "accounts"
  FOR EACH ROW EXECUTE FUNCTION keep_account_search();
CREATE TRIGGER "accounts_keep_search" BEFORE UPDATE OF "name_key" ON "accounts"
  FOR EACH ROW WHEN (OLD.name_key IS DISTINCT FROM NEW.name_key) EXECUTE FUNCTION keep_account_search();
