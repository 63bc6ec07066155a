-- What is read of a session, as of one moment, in rows that say which part they are: 'head' with the head and details; 'slot' with the name
-- (id), the version (message_count) and the value (messages) of state; 'turn', 'first' and 'keyed' with a turn; 'more' where the page of
-- turns has more; 'step' with the ordinal (number) and JSON (messages) of a step. The head comes first, if the session is there. All of it is found by
-- keys: whatever the server takes a table for, it reads none from end to end.
CREATE FUNCTION {schema}.open_v1(
  p_tenant text, p_id text, p_now bigint, p_known_revision bigint, p_known_created_at bigint,
  p_max_turns integer, p_max_messages integer, p_max_bytes bigint, p_knows_turns boolean, p_with_first boolean,
  p_turn_key text, p_step_key text)
RETURNS TABLE (
  part text, agent_id text, history_owner smallint, service_session_id text, current_turn bigint, last_turn bigint, turn_count bigint,
  revision bigint, created_at bigint, updated_at bigint, expires_at bigint, title text, owner text, metadata text,
  number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  v_segment bigint;
  v_slots jsonb;
  v_current bigint;
  v_known boolean;
BEGIN
  SELECT s.segment, s.slots, s.agent_id, s.history_owner, s.service_session_id, s.current_turn, s.last_turn, s.turn_count, s.revision, s.created_at, s.updated_at,
    s.expires_at, s.title, s.owner, s.metadata
  INTO v_segment, v_slots, agent_id, history_owner, service_session_id, current_turn, last_turn, turn_count, revision, created_at, updated_at,
    expires_at, title, owner, metadata
  FROM {schema}.sessions AS s WHERE s.tenant = p_tenant AND s.id = p_id AND (s.expires_at IS NULL OR s.expires_at > p_now);
  IF FOUND THEN
    part := 'head';
    RETURN NEXT;
    v_current := current_turn;
    v_known := p_known_revision IS NOT DISTINCT FROM revision AND (p_known_created_at IS NULL OR p_known_created_at = created_at);
    IF v_known AND (p_max_turns IS NULL OR p_knows_turns) AND p_turn_key IS NULL THEN
      RETURN;
    END IF;

    part := NULL; agent_id := NULL; history_owner := NULL; service_session_id := NULL; current_turn := NULL; last_turn := NULL; turn_count := NULL;
    revision := NULL; created_at := NULL; updated_at := NULL; expires_at := NULL; title := NULL; owner := NULL; metadata := NULL;
    IF NOT v_known AND v_slots <> '{}' THEN
      FOR id, message_count, messages IN SELECT * FROM {schema}.values_v1(p_tenant, v_segment, v_slots) LOOP
        part := 'slot';
        RETURN NEXT;
      END LOOP;
      id := NULL; message_count := NULL; messages := NULL;
    END IF;

    IF p_max_turns IS NOT NULL AND NOT (v_known AND p_knows_turns) THEN
      FOR number, id, parent, depth, turn_key, input_hash, message_count, record, messages IN
        SELECT * FROM {schema}.turns_back_v1(p_tenant, v_segment, v_current, 0, p_max_turns, p_max_messages, p_max_bytes)
      LOOP
        part := CASE WHEN number IS NULL THEN 'more' ELSE 'turn' END;
        RETURN NEXT;
      END LOOP;
      IF part = 'more' AND p_with_first THEN
        part := 'first';
        FOR number, id, parent, depth, turn_key, input_hash, message_count, record, messages IN
          SELECT * FROM {schema}.turns_forward_v1(p_tenant, v_segment, v_current, 0, 1, 1, 1) AS page WHERE page.number IS NOT NULL
        LOOP
          RETURN NEXT;
        END LOOP;
      END IF;
    END IF;

    IF p_turn_key IS NOT NULL THEN
      part := 'keyed';
      FOR number, id, parent, depth, turn_key, input_hash, message_count, record, messages IN
        SELECT t.number, t.id, t.parent, t.depth, t.turn_key, t.input_hash, t.message_count, t.record, t.messages FROM {schema}.turns AS t
        WHERE t.tenant = p_tenant AND t.segment = v_segment AND left(t.turn_key, 64) = left(p_turn_key, 64) AND t.turn_key = p_turn_key AND t.input_hash IS NOT NULL
        ORDER BY t.number DESC LIMIT 1
      LOOP
        RETURN NEXT;
      END LOOP;
    END IF;
  END IF;

  IF p_step_key IS NOT NULL THEN
    part := 'step'; parent := NULL; depth := NULL; turn_key := NULL; input_hash := NULL; message_count := NULL; record := NULL; id := NULL;
    FOR number, messages, expires_at IN
      SELECT s.ordinal, s.json, s.expires_at FROM {schema}.steps AS s
      WHERE s.tenant = p_tenant AND s.id = p_id AND s.turn_key = p_step_key
        AND EXISTS (SELECT 1 FROM {schema}.steps AS live WHERE live.tenant = p_tenant AND live.id = p_id AND live.turn_key = p_step_key AND live.expires_at > p_now)
      ORDER BY s.ordinal
    LOOP
      RETURN NEXT;
    END LOOP;
  END IF;
END
$$;

-- A page of turns, and a last row that says 'more' where there are more.
CREATE FUNCTION {schema}.read_v1(
  p_tenant text, p_id text, p_now bigint, p_through bigint, p_after bigint, p_newest_first boolean, p_all_branches boolean,
  p_max_turns integer, p_max_messages integer, p_max_bytes bigint)
RETURNS TABLE (
  part text, number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
  v_segment bigint;
BEGIN
  SELECT s.segment INTO v_segment FROM {schema}.sessions AS s WHERE s.tenant = p_tenant AND s.id = p_id AND (s.expires_at IS NULL OR s.expires_at > p_now);
  IF NOT FOUND OR (NOT p_all_branches AND NOT {schema}.has_turn_v1(p_tenant, v_segment, p_through)) THEN
    RETURN;
  END IF;

  IF p_all_branches THEN
    RETURN QUERY SELECT CASE WHEN page.number IS NULL THEN 'more' ELSE 'turn' END, page.*
    FROM {schema}.turns_all_v1(p_tenant, v_segment, p_through, p_after, p_newest_first, p_max_turns, p_max_messages, p_max_bytes) AS page;
  ELSIF p_newest_first THEN
    RETURN QUERY SELECT CASE WHEN page.number IS NULL THEN 'more' ELSE 'turn' END, page.*
    FROM {schema}.turns_back_v1(p_tenant, v_segment, p_through, p_after, p_max_turns, p_max_messages, p_max_bytes) AS page;
  ELSE
    RETURN QUERY SELECT CASE WHEN page.number IS NULL THEN 'more' ELSE 'turn' END, page.*
    FROM {schema}.turns_forward_v1(p_tenant, v_segment, p_through, p_after, p_max_turns, p_max_messages, p_max_bytes) AS page;
  END IF;
END
$$;

-- What was written at turns that a page has.
CREATE FUNCTION {schema}.written_v1(p_tenant text, p_id text, p_now bigint, p_numbers bigint[])
RETURNS TABLE (number bigint, slot text, version integer, value bytea)
LANGUAGE sql STABLE AS $$
  SELECT page.number, written.slot, written.version, written.value
  FROM {schema}.sessions AS s
  CROSS JOIN unnest(p_numbers) AS page (number)
  CROSS JOIN LATERAL {schema}.written_at_v1(p_tenant, s.segment, page.number) AS written
  WHERE s.tenant = p_tenant AND s.id = p_id AND (s.expires_at IS NULL OR s.expires_at > p_now)
$$;

-- The state as it was at a turn that a session has.
CREATE FUNCTION {schema}.state_v1(p_tenant text, p_id text, p_now bigint, p_turn bigint)
RETURNS TABLE (slot text, version integer, value bytea)
LANGUAGE sql STABLE AS $$
  SELECT kept.slot, kept.version, kept.value
  FROM {schema}.sessions AS s
  CROSS JOIN LATERAL {schema}.values_v1(p_tenant, s.segment, {schema}.slots_at_v1(p_tenant, s.segment, p_turn)) AS kept
  WHERE s.tenant = p_tenant AND s.id = p_id AND (s.expires_at IS NULL OR s.expires_at > p_now)
$$;
