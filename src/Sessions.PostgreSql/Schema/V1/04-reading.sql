-- Turns come as rows of one shape. A last row without a number says that there are more than the limits allow. The keys of turns that a fork
-- has from another session stay with that. They are read along the key: the server would else take all that there are for a few, and sort them.
-- What it must sort all the same it takes for dear then, and would compile it (jit).

-- A page of the chain that ends with a turn, newest first. It reads no more of the chain than the page: what was left behind is stepped over.
CREATE FUNCTION {schema}.turns_back_v1(p_tenant text, p_segment bigint, p_through bigint, p_after bigint, p_max_turns integer, p_max_messages integer, p_max_bytes bigint)
RETURNS TABLE (number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE plpgsql STABLE SET enable_sort = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  v_path record;
  v_turn record;
  v_next bigint := p_through;
  v_skipped integer;
  v_turns bigint := 0;
  v_messages bigint := 0;
  v_bytes bigint := 0;
BEGIN
  FOR v_path IN SELECT * FROM {schema}.path_v1(p_tenant, p_segment) AS path ORDER BY path.ordinal LOOP
    WHILE v_next > v_path.base AND v_next > p_after LOOP
      v_skipped := 0;
      FOR v_turn IN
        SELECT t.* FROM {schema}.turns AS t
        WHERE t.tenant = p_tenant AND t.segment = v_path.segment AND t.number > v_path.base AND t.number <= v_next
        ORDER BY t.number DESC
      LOOP
        IF v_turn.number < v_next THEN
          RETURN;
        END IF;
        IF v_turn.number > v_next THEN
          v_skipped := v_skipped + 1;
          EXIT WHEN v_skipped = 16;
          CONTINUE;
        END IF;
        number := NULL;
        IF v_turns >= p_max_turns OR v_messages >= p_max_messages OR v_bytes >= p_max_bytes THEN
          RETURN NEXT;
          RETURN;
        END IF;
        number := v_turn.number;
        id := v_turn.id;
        parent := v_turn.parent;
        depth := v_turn.depth;
        turn_key := CASE WHEN v_path.ordinal = 0 THEN v_turn.turn_key END;
        input_hash := CASE WHEN v_path.ordinal = 0 THEN v_turn.input_hash END;
        message_count := v_turn.message_count;
        record := v_turn.record;
        messages := v_turn.messages;
        RETURN NEXT;
        v_skipped := 0;
        v_turns := v_turns + 1;
        v_messages := v_messages + v_turn.message_count;
        v_bytes := v_bytes + octet_length(v_turn.record) + octet_length(v_turn.messages);
        -- A parent's number is below its child's, in whatever state the rows are: the chain ends.
        v_next := least(coalesce(v_turn.parent, v_turn.number - 1), v_turn.number - 1);
        EXIT WHEN v_next <= v_path.base OR v_next <= p_after;
      END LOOP;
      IF NOT FOUND THEN
        RETURN;
      END IF;
    END LOOP;
  END LOOP;
END
$$;

-- A page of the turns of some runs, in the order of the runs, each forward or backward.
CREATE FUNCTION {schema}.turns_in_v1(p_tenant text, p_segment bigint, p_segments bigint[], p_firsts bigint[], p_lasts bigint[], p_newest_first boolean, p_max_turns integer, p_max_messages integer, p_max_bytes bigint)
RETURNS TABLE (number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE plpgsql STABLE SET enable_sort = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  v_turn record;
  v_turns bigint := 0;
  v_messages bigint := 0;
  v_bytes bigint := 0;
BEGIN
  FOR i IN 1 .. coalesce(cardinality(p_segments), 0) LOOP
    FOR v_turn IN EXECUTE
      'SELECT t.* FROM {schema}.turns AS t WHERE t.tenant = $1 AND t.segment = $2 AND t.number BETWEEN $3 AND $4 ORDER BY t.number '
        || CASE WHEN p_newest_first THEN 'DESC' ELSE 'ASC' END
      USING p_tenant, p_segments[i], p_firsts[i], p_lasts[i]
    LOOP
      number := NULL;
      IF v_turns >= p_max_turns OR v_messages >= p_max_messages OR v_bytes >= p_max_bytes THEN
        RETURN NEXT;
        RETURN;
      END IF;
      number := v_turn.number;
      id := v_turn.id;
      parent := v_turn.parent;
      depth := v_turn.depth;
      turn_key := CASE WHEN v_turn.segment = p_segment THEN v_turn.turn_key END;
      input_hash := CASE WHEN v_turn.segment = p_segment THEN v_turn.input_hash END;
      message_count := v_turn.message_count;
      record := v_turn.record;
      messages := v_turn.messages;
      RETURN NEXT;
      v_turns := v_turns + 1;
      v_messages := v_messages + v_turn.message_count;
      v_bytes := v_bytes + octet_length(v_turn.record) + octet_length(v_turn.messages);
    END LOOP;
  END LOOP;
END
$$;

-- A page of the chain that ends with a turn, oldest first.
CREATE FUNCTION {schema}.turns_forward_v1(p_tenant text, p_segment bigint, p_through bigint, p_after bigint, p_max_turns integer, p_max_messages integer, p_max_bytes bigint)
RETURNS TABLE (number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE sql STABLE AS $$
  SELECT page.* FROM (
    SELECT array_agg(run.segment ORDER BY run.last) AS segments, array_agg(greatest(run.first, p_after + 1) ORDER BY run.last) AS firsts, array_agg(run.last ORDER BY run.last) AS lasts
    FROM {schema}.chain_v1(p_tenant, p_segment, p_through) AS run WHERE run.last > p_after
  ) AS runs
  CROSS JOIN LATERAL {schema}.turns_in_v1(p_tenant, p_segment, runs.segments, runs.firsts, runs.lasts, false, p_max_turns, p_max_messages, p_max_bytes) AS page
$$;

-- A page of all own turns, by number, and before them those that a fork has of another session: of that, no branch but its own.
CREATE FUNCTION {schema}.turns_all_v1(p_tenant text, p_segment bigint, p_through bigint, p_after bigint, p_newest_first boolean, p_max_turns integer, p_max_messages integer, p_max_bytes bigint)
RETURNS TABLE (number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE sql STABLE AS $$
  WITH own AS (
    SELECT parent_turn AS base FROM {schema}.segments WHERE tenant = p_tenant AND segment = p_segment
  ), runs AS (
    SELECT p_segment AS segment, greatest(own.base, p_after) + 1 AS first, p_through AS last FROM own
    UNION ALL
    SELECT run.segment, greatest(run.first, p_after + 1), least(run.last, p_through)
    FROM own CROSS JOIN LATERAL {schema}.chain_v1(p_tenant, p_segment, own.base) AS run
  ), ordered AS (
    SELECT runs.*, CASE WHEN p_newest_first THEN -runs.last ELSE runs.last END AS place FROM runs WHERE runs.first <= runs.last
  ), arrays AS (
    SELECT array_agg(segment ORDER BY place) AS segments, array_agg(first ORDER BY place) AS firsts, array_agg(last ORDER BY place) AS lasts FROM ordered
  )
  SELECT page.* FROM arrays
  CROSS JOIN LATERAL {schema}.turns_in_v1(p_tenant, p_segment, arrays.segments, arrays.firsts, arrays.lasts, p_newest_first, p_max_turns, p_max_messages, p_max_bytes) AS page
$$;
