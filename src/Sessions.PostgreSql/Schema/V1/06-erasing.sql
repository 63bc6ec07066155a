-- Erases what no session has any more of a segment whose session is gone: what forks reach stays until they are gone too. Locks are taken
-- from a segment to its parent, so that of two sessions that are erased at the same time the later sees what the other has left.
CREATE FUNCTION {schema}.erase_v1(p_tenant text, p_segment bigint)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_segment bigint := p_segment;
  v_own record;
  v_parent record;
  v_last bigint;
  v_revision bigint;
  v_reached int8multirange;
BEGIN
  LOOP
    SELECT s.parent, s.parent_turn INTO v_own FROM {schema}.segments AS s WHERE s.tenant = p_tenant AND s.segment = v_segment FOR UPDATE;
    SELECT max(s.parent_turn), max(s.parent_revision) INTO v_last, v_revision FROM {schema}.segments AS s WHERE s.tenant = p_tenant AND s.parent = v_segment;
    IF v_last IS NOT NULL THEN
      SELECT coalesce(range_agg(int8range(run.first, run.last, '[]')), '{}') INTO v_reached
      FROM (SELECT DISTINCT s.parent_turn FROM {schema}.segments AS s WHERE s.tenant = p_tenant AND s.parent = v_segment) AS fork
      CROSS JOIN LATERAL {schema}.chain_v1(p_tenant, v_segment, fork.parent_turn) AS run
      WHERE run.ordinal = 0;
      DELETE FROM {schema}.turns AS t WHERE t.tenant = p_tenant AND t.segment = v_segment AND NOT v_reached @> t.number;
      DELETE FROM {schema}.turn_texts AS t WHERE t.tenant = p_tenant AND t.segment = v_segment AND NOT v_reached @> t.number;
      DELETE FROM {schema}.state AS s WHERE s.tenant = p_tenant AND s.segment = v_segment
        AND (s.turn > v_last OR s.revision > v_revision OR (s.turn > v_own.parent_turn AND NOT v_reached @> s.turn));
      RETURN;
    END IF;

    DELETE FROM {schema}.turns AS t WHERE t.tenant = p_tenant AND t.segment = v_segment;
    DELETE FROM {schema}.turn_texts AS t WHERE t.tenant = p_tenant AND t.segment = v_segment;
    DELETE FROM {schema}.state AS s WHERE s.tenant = p_tenant AND s.segment = v_segment;
    DELETE FROM {schema}.segments AS s WHERE s.tenant = p_tenant AND s.segment = v_segment;
    SELECT s.id INTO v_parent FROM {schema}.segments AS s WHERE s.tenant = p_tenant AND s.segment = v_own.parent FOR UPDATE;
    IF NOT FOUND OR v_parent.id IS NOT NULL THEN
      RETURN;
    END IF;

    -- What only this one reached of another session that is gone goes with it.
    v_segment := v_own.parent;
  END LOOP;
END
$$;

-- Takes a session away. Steps of another one that begins under its id stay.
CREATE FUNCTION {schema}.remove_v1(p_tenant text, p_id text, p_segment bigint, p_created_at bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM {schema}.sessions WHERE tenant = p_tenant AND id = p_id;
  DELETE FROM {schema}.steps WHERE tenant = p_tenant AND id = p_id AND session_created_at = p_created_at;
  UPDATE {schema}.segments SET id = NULL WHERE tenant = p_tenant AND segment = p_segment;
  PERFORM {schema}.erase_v1(p_tenant, p_segment);
END
$$;

-- Deletes sessions, with the steps of turns that were never committed.
CREATE FUNCTION {schema}.delete_v1(p_tenant text, p_ids text[], p_now bigint)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_session record;
  v_count integer := 0;
BEGIN
  -- In the order of their ids: two that delete the same ones do not wait for each other.
  FOR v_session IN
    SELECT s.id, s.segment, s.created_at, s.expires_at FROM {schema}.sessions AS s WHERE s.tenant = p_tenant AND s.id = ANY (p_ids) ORDER BY s.id FOR UPDATE
  LOOP
    PERFORM {schema}.remove_v1(p_tenant, v_session.id, v_session.segment, v_session.created_at);
    v_count := v_count + CASE WHEN v_session.expires_at <= p_now THEN 0 ELSE 1 END;
  END LOOP;
  DELETE FROM {schema}.steps WHERE tenant = p_tenant AND id = ANY (p_ids);
  DELETE FROM {schema}.leases WHERE tenant = p_tenant AND id = ANY (p_ids);
  RETURN v_count;
END
$$;

-- Deletes a session if it is an agent's. Returns whether it was there, and whose it is where it is another's and stays.
CREATE FUNCTION {schema}.delete_of_agent_v1(p_tenant text, p_id text, p_agent_id text, p_now bigint)
RETURNS TABLE (deleted boolean, agent_id text)
LANGUAGE plpgsql AS $$
BEGIN
  SELECT s.agent_id INTO delete_of_agent_v1.agent_id FROM {schema}.sessions AS s
  WHERE s.tenant = p_tenant AND s.id = p_id AND s.agent_id <> p_agent_id AND (s.expires_at IS NULL OR s.expires_at > p_now) FOR UPDATE;
  deleted := NOT FOUND AND {schema}.delete_v1(p_tenant, ARRAY[p_id], p_now) > 0;
  RETURN NEXT;
END
$$;

-- Deletes what else there is of a tenant that has no session any more.
CREATE FUNCTION {schema}.delete_rest_v1(p_tenant text)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM {schema}.steps WHERE tenant = p_tenant;
  -- The next search makes the index anew.
  DELETE FROM {schema}.text_searches WHERE tenant = p_tenant;
  DELETE FROM {schema}.given_up WHERE tenant = p_tenant;
  DELETE FROM {schema}.leases WHERE tenant = p_tenant;
END
$$;

-- Deletes the steps of keys whose last has expired.
CREATE FUNCTION {schema}.purge_steps_v1(p_now bigint, p_max_count integer)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_key record;
  v_count integer := 0;
BEGIN
  FOR v_key IN
    SELECT DISTINCT expired.tenant, expired.id, expired.turn_key FROM (
      SELECT s.tenant, s.id, s.turn_key FROM {schema}.steps AS s
      WHERE s.expires_at <= p_now AND NOT EXISTS (
        SELECT 1 FROM {schema}.steps AS later
        WHERE later.tenant = s.tenant AND later.id = s.id AND later.turn_key = s.turn_key AND later.expires_at > p_now)
      ORDER BY s.expires_at LIMIT p_max_count) AS expired
  LOOP
    DELETE FROM {schema}.steps AS s WHERE s.tenant = v_key.tenant AND s.id = v_key.id AND s.turn_key = v_key.turn_key;
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END
$$;

-- Removes sessions that expired before a time, and steps that have expired. What others are removing or committing now is left to them.
CREATE FUNCTION {schema}.purge_v1(p_before bigint, p_now bigint, p_max_count integer)
RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_session record;
  v_count integer := 0;
BEGIN
  FOR v_session IN
    SELECT s.tenant, s.id, s.segment, s.created_at FROM {schema}.sessions AS s WHERE s.expires_at <= p_before
    ORDER BY s.expires_at LIMIT p_max_count FOR UPDATE SKIP LOCKED
  LOOP
    PERFORM {schema}.remove_v1(v_session.tenant, v_session.id, v_session.segment, v_session.created_at);
    v_count := v_count + 1;
  END LOOP;
  DELETE FROM {schema}.leases WHERE ends_at < clock_timestamp() - interval '1 day';
  RETURN v_count + {schema}.purge_steps_v1(p_now, p_max_count - v_count);
END
$$;
