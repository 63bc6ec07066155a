-- The segments that a chain of turns goes through, from one to the oldest. Of each: the last turn that the chain may have of it, and the
-- revision after which nothing that was saved in it is part of the chain.
CREATE FUNCTION {schema}.path_v1(p_tenant text, p_segment bigint)
RETURNS TABLE (ordinal integer, segment bigint, base bigint, last bigint, revision bigint)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE path AS (
    SELECT 0 AS ordinal, s.segment, s.parent, s.parent_turn, s.parent_revision, 9223372036854775807 AS last, 9223372036854775807 AS revision
    FROM {schema}.segments AS s WHERE s.tenant = p_tenant AND s.segment = p_segment
    UNION ALL
    SELECT p.ordinal + 1, s.segment, s.parent, s.parent_turn, s.parent_revision, least(p.last, p.parent_turn), p.parent_revision
    FROM path AS p CROSS JOIN LATERAL (
      SELECT * FROM {schema}.segments AS parent WHERE parent.tenant = p_tenant AND parent.segment = p.parent LIMIT 1) AS s
  )
  SELECT ordinal, segment, parent_turn, last, revision FROM path
$$;

-- The parts of the chain that ends with a turn, newest first, in each of which a turn follows the one before by number. A session that was
-- never rewound is one.
CREATE FUNCTION {schema}.chain_v1(p_tenant text, p_segment bigint, p_through bigint)
RETURNS TABLE (ordinal integer, segment bigint, first bigint, last bigint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
  v_through bigint := p_through;
  v_path record;
  v_branch record;
BEGIN
  FOR v_path IN SELECT * FROM {schema}.path_v1(p_tenant, p_segment) AS path ORDER BY path.ordinal LOOP
    WHILE v_through > v_path.base LOOP
      SELECT t.number, t.parent INTO v_branch FROM {schema}.turns AS t
      WHERE t.tenant = p_tenant AND t.segment = v_path.segment AND t.number > v_path.base AND t.number <= v_through AND t.parent IS NOT NULL
      ORDER BY t.number DESC LIMIT 1;
      ordinal := v_path.ordinal;
      segment := v_path.segment;
      last := v_through;
      first := coalesce(v_branch.number, v_path.base + 1);
      RETURN NEXT;
      v_through := least(coalesce(v_branch.parent, v_path.base), first - 1);
    END LOOP;
  END LOOP;
END
$$;

-- Whether a session has a turn: of its own it has all, and of those before them no branch but the one that it was forked from.
CREATE FUNCTION {schema}.has_turn_v1(p_tenant text, p_segment bigint, p_number bigint)
RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_base bigint := (SELECT parent_turn FROM {schema}.segments WHERE tenant = p_tenant AND segment = p_segment);
BEGIN
  RETURN p_number > v_base
    OR EXISTS (SELECT 1 FROM {schema}.chain_v1(p_tenant, p_segment, v_base) AS run WHERE p_number BETWEEN run.first AND run.last);
END
$$;

-- How many turns there are through a turn that a session has; null where its row is missing.
CREATE FUNCTION {schema}.depth_v1(p_tenant text, p_segment bigint, p_number bigint)
RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_number = 0 THEN 0 ELSE (
    SELECT coalesce(t.depth, t.number)
    FROM {schema}.path_v1(p_tenant, p_segment) AS path
    JOIN {schema}.turns AS t ON t.tenant = p_tenant AND t.segment = path.segment AND t.number = p_number
    WHERE p_number > path.base AND p_number <= path.last) END
$$;
