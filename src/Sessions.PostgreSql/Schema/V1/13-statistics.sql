-- The server's statistics have samples of what is in a column, which outlive the rows. Of what users say and are called it takes none: what is
-- asked for by them is found along an index in any case.
DO $$
DECLARE
  v_column record;
BEGIN
  FOR v_column IN
    SELECT c.oid::regclass AS kept, c.relkind, a.attname, a.attnum FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
    WHERE c.relnamespace = '{schema}'::regnamespace AND a.atttypid IN ('text'::regtype, 'bytea'::regtype, 'jsonb'::regtype, 'tsvector'::regtype)
      AND (c.relkind = 'r' OR (c.relkind = 'i' AND i.indkey[a.attnum - 1] = 0))
  LOOP
    IF v_column.relkind = 'r' THEN
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', v_column.kept, v_column.attname);
    ELSE
      EXECUTE format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS 0', v_column.kept, v_column.attnum);
    END IF;
  END LOOP;
END
$$;
