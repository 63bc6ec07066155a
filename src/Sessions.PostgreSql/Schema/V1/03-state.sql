-- The slots that something was ever written to in a segment.
CREATE FUNCTION {schema}.slots_in_v1(p_tenant text, p_segment bigint)
RETURNS SETOF text
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE slots AS (
    (SELECT slot FROM {schema}.state WHERE tenant = p_tenant AND segment = p_segment ORDER BY slot LIMIT 1)
    UNION ALL
    SELECT (
      SELECT s.slot FROM {schema}.state AS s
      WHERE s.tenant = p_tenant AND s.segment = p_segment AND s.slot > slots.slot ORDER BY s.slot LIMIT 1)
    FROM slots WHERE slots.slot IS NOT NULL
  )
  SELECT slot FROM slots WHERE slot IS NOT NULL
$$;

-- Where the values of the slots are kept as they are at a turn. Along the chain the newest turn counts; at one turn, what was saved in the
-- session itself comes before what it was forked with.
CREATE FUNCTION {schema}.slots_at_v1(p_tenant text, p_segment bigint, p_turn bigint)
RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_slots jsonb := '{}';
  v_run record;
BEGIN
  FOR v_run IN
    SELECT run.ordinal, run.first, run.last FROM {schema}.chain_v1(p_tenant, p_segment, p_turn) AS run
    UNION ALL
    SELECT max(path.ordinal), 0, 0 FROM {schema}.path_v1(p_tenant, p_segment) AS path
  LOOP
    SELECT v_slots || coalesce(jsonb_object_agg(newest.slot, newest.place), '{}') INTO v_slots
    FROM (
      SELECT DISTINCT ON (slot.name) slot.name AS slot,
        CASE
          WHEN NOT written.has_value THEN 'null'
          WHEN path.ordinal = 0 THEN jsonb_build_array(written.turn, written.revision)
          ELSE jsonb_build_array(written.turn, written.revision, path.segment)
        END AS place
      FROM {schema}.path_v1(p_tenant, p_segment) AS path
      CROSS JOIN LATERAL {schema}.slots_in_v1(p_tenant, path.segment) AS slot (name)
      CROSS JOIN LATERAL (
        SELECT s.turn, s.revision, s.value IS NOT NULL AS has_value FROM {schema}.state AS s
        WHERE s.tenant = p_tenant AND s.segment = path.segment AND s.slot = slot.name
          AND s.turn BETWEEN v_run.first AND least(v_run.last, path.last) AND s.revision <= path.revision
        ORDER BY s.turn DESC, s.revision DESC LIMIT 1
      ) AS written
      WHERE path.ordinal <= v_run.ordinal AND NOT v_slots ? slot.name
      ORDER BY slot.name, written.turn DESC, path.ordinal
    ) AS newest;
  END LOOP;
  RETURN jsonb_strip_nulls(v_slots);
END
$$;

-- The values of a session's slots, which are kept at places.
CREATE FUNCTION {schema}.values_v1(p_tenant text, p_segment bigint, p_slots jsonb)
RETURNS TABLE (slot text, version integer, value bytea)
LANGUAGE sql STABLE AS $$
  -- Each by itself, along the key: whatever the server takes the table for, it does not read all that is kept of a session.
  SELECT coalesce(s.long_slot, place.key), s.version, s.value
  FROM jsonb_each(p_slots) AS place
  LEFT JOIN LATERAL (
    SELECT v.long_slot, v.version, v.value FROM {schema}.state AS v
    WHERE v.tenant = p_tenant AND v.segment = coalesce((place.value ->> 2)::bigint, p_segment) AND v.slot = place.key
      AND v.turn = (place.value ->> 0)::bigint AND v.revision = (place.value ->> 1)::bigint
    LIMIT 1
  ) AS s ON true
$$;

-- What was written at a turn, in it and outside of it, emptied slots too.
CREATE FUNCTION {schema}.written_at_v1(p_tenant text, p_segment bigint, p_turn bigint)
RETURNS TABLE (slot text, version integer, value bytea)
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (s.slot) coalesce(s.long_slot, s.slot), s.version, s.value
  FROM {schema}.path_v1(p_tenant, p_segment) AS path
  CROSS JOIN LATERAL {schema}.slots_in_v1(p_tenant, path.segment) AS name (slot)
  JOIN {schema}.state AS s ON s.tenant = p_tenant AND s.segment = path.segment AND s.slot = name.slot AND s.turn = p_turn
  WHERE p_turn <= path.last AND s.revision <= path.revision
  ORDER BY s.slot, path.ordinal, s.revision DESC
$$;
