-- What changes sessions. Each takes the session's row first and looks at it then, so that of two at the same time the later sees what the
-- other has made of it.

-- Writes what was written of state at turns, and says where it is kept: over the slots as they were.
CREATE FUNCTION {schema}.write_state_v1(
  p_tenant text, p_segment bigint, p_revision bigint, p_slots jsonb, p_turns bigint[], p_names text[], p_long_names text[], p_versions integer[], p_values bytea[])
RETURNS jsonb
LANGUAGE sql AS $$
  INSERT INTO {schema}.state (tenant, segment, slot, long_slot, turn, revision, version, value)
  SELECT p_tenant, p_segment, written.name, written.long_name, written.turn, p_revision, written.version, written.value
  FROM unnest(p_turns, p_names, p_long_names, p_versions, p_values) AS written (turn, name, long_name, version, value);

  SELECT jsonb_strip_nulls(p_slots || coalesce(jsonb_object_agg(
    written.name, CASE WHEN written.value IS NOT NULL THEN jsonb_build_array(p_segment, written.turn, p_revision) ELSE 'null' END ORDER BY written.turn), '{}'))
  FROM unnest(p_turns, p_names, p_values) AS written (turn, name, value);
$$;

-- Makes a commit. The state has the turn of each value; what was set outside of turns has that of the turn that the session stood at. The
-- number is the commit's own, and that of the segment where it is the first of a session.
CREATE FUNCTION {schema}.commit_v1(
  p_tenant text, p_id text, p_long_id text, p_now bigint, p_number bigint, p_expected_revision bigint,
  p_agent_id text, p_history_owner smallint, p_service_session_id text, p_current_turn bigint, p_last_turn bigint, p_turn_count bigint,
  p_revision bigint, p_created_at bigint, p_updated_at bigint,
  p_expires_at bigint, p_title text, p_owner text, p_metadata text, p_input_tokens bigint, p_output_tokens bigint, p_total_tokens bigint,
  p_numbers bigint[], p_ids text[], p_parents bigint[], p_depths bigint[], p_turn_keys text[], p_step_keys text[], p_input_hashes bytea[],
  p_message_counts integer[], p_records bytea[], p_messages bytea[],
  p_saved_names text[], p_saved_long_names text[], p_saved_versions integer[], p_saved_values bytea[],
  p_state_turns bigint[], p_names text[], p_long_names text[], p_versions integer[], p_values bytea[])
RETURNS TABLE (is_committed boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_session {schema}.sessions;
  v_is_new boolean;
  v_follows bigint;
  v_slots jsonb;
BEGIN
  -- Whoever gives it up waits for its end from here on.
  PERFORM pg_advisory_xact_lock(p_number);
  IF EXISTS (SELECT 1 FROM {schema}.given_up AS g WHERE g.tenant = p_tenant AND g.number = p_number) THEN
    RETURN QUERY SELECT false;
    RETURN;
  END IF;

  SELECT * INTO v_session FROM {schema}.sessions WHERE tenant = p_tenant AND id = p_id FOR NO KEY UPDATE;
  v_is_new := NOT FOUND;
  IF NOT v_is_new AND p_expected_revision IS NULL AND v_session.expires_at <= p_now THEN
    PERFORM {schema}.remove_v1(p_tenant, p_id, v_session.segment, v_session.created_at);
    v_is_new := true;
  END IF;

  IF v_is_new THEN
    IF p_expected_revision IS NOT NULL THEN
      RETURN QUERY SELECT false;
      RETURN;
    END IF;
    INSERT INTO {schema}.sessions (
      tenant, id, long_id, segment, agent_id, history_owner, service_session_id, current_turn, last_turn, turn_count, revision, created_at, updated_at,
      expires_at, title, owner, metadata, input_tokens, output_tokens, total_tokens, slots)
    VALUES (
      p_tenant, p_id, p_long_id, p_number, p_agent_id, p_history_owner, p_service_session_id, p_current_turn, p_last_turn, p_turn_count, p_revision, p_created_at, p_updated_at,
      p_expires_at, p_title, p_owner, p_metadata::jsonb, p_input_tokens, p_output_tokens, p_total_tokens, '{}')
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      RETURN QUERY SELECT false;
      RETURN;
    END IF;
    INSERT INTO {schema}.segments (tenant, segment, id, parent_turn, parent_revision) VALUES (p_tenant, p_number, p_id, 0, 0);
    v_session.segment := p_number;
    v_session.current_turn := 0;
    v_session.slots := '{}';
  ELSIF v_session.revision IS DISTINCT FROM p_expected_revision OR v_session.created_at <> p_created_at THEN
    RETURN QUERY SELECT false;
    RETURN;
  END IF;

  v_slots := v_session.slots;
  v_follows := CASE WHEN v_is_new THEN 0 WHEN cardinality(p_numbers) = 0 THEN v_session.current_turn ELSE p_parents[1] END;
  IF cardinality(p_saved_names) > 0 THEN
    -- What was saved there before is of no use to anybody, unless a fork was made of it.
    DELETE FROM {schema}.state AS s
    WHERE s.tenant = p_tenant AND s.segment = v_session.segment AND s.slot = ANY (p_saved_names) AND s.turn = v_follows
      AND NOT EXISTS (
        SELECT 1 FROM {schema}.segments AS fork
        WHERE fork.tenant = p_tenant AND fork.parent = v_session.segment AND fork.parent_turn >= s.turn AND fork.parent_revision >= s.revision);
    v_slots := {schema}.write_state_v1(
      p_tenant, v_session.segment, p_revision, v_slots, array_fill(v_follows, ARRAY[cardinality(p_saved_names)]), p_saved_names, p_saved_long_names, p_saved_versions, p_saved_values);
  END IF;
  IF v_follows <> v_session.current_turn THEN
    v_slots := {schema}.slots_at_v1(p_tenant, v_session.segment, v_follows);
  END IF;
  IF cardinality(p_names) > 0 THEN
    v_slots := {schema}.write_state_v1(p_tenant, v_session.segment, p_revision, v_slots, p_state_turns, p_names, p_long_names, p_versions, p_values);
  END IF;

  IF cardinality(p_numbers) > 0 THEN
    INSERT INTO {schema}.turns (tenant, segment, number, id, parent, depth, turn_key, input_hash, message_count, record, messages)
    SELECT p_tenant, v_session.segment, t.number, t.id, NULLIF(t.parent, t.number - 1), NULLIF(t.depth, t.number), t.turn_key, t.input_hash, t.message_count, t.record, t.messages
    FROM unnest(p_numbers, p_ids, p_parents, p_depths, p_turn_keys, p_input_hashes, p_message_counts, p_records, p_messages)
      AS t (number, id, parent, depth, turn_key, input_hash, message_count, record, messages);
    -- After the turns: whoever begins to make the index waits until all who have not seen it have ended.
    IF EXISTS (SELECT 1 FROM {schema}.text_searches WHERE tenant = p_tenant) THEN
      PERFORM {schema}.index_text_v1(p_tenant, v_session.segment, t.number, t.messages) FROM unnest(p_numbers, p_messages) AS t (number, messages);
    END IF;
    IF cardinality(p_step_keys) > 0 THEN
      DELETE FROM {schema}.steps WHERE tenant = p_tenant AND id = p_id AND turn_key = ANY (p_step_keys);
    END IF;
  END IF;

  IF v_is_new THEN
    UPDATE {schema}.sessions SET slots = v_slots WHERE tenant = p_tenant AND id = p_id AND v_slots <> '{}';
  ELSE
    UPDATE {schema}.sessions SET
      agent_id = p_agent_id, history_owner = p_history_owner, service_session_id = p_service_session_id,
      current_turn = p_current_turn, last_turn = p_last_turn, turn_count = p_turn_count, revision = p_revision, updated_at = p_updated_at,
      expires_at = coalesce(p_expires_at, expires_at),
      input_tokens = input_tokens + p_input_tokens, output_tokens = output_tokens + p_output_tokens, total_tokens = total_tokens + p_total_tokens,
      slots = v_slots
    WHERE tenant = p_tenant AND id = p_id;
  END IF;
  RETURN QUERY SELECT true;
END
$$;

-- Gives a commit up whose connection was lost: waits for its end where it is under way, and sees to it that it is not made any more where it was
-- not. Returns whether it was not: the session is as the commit was to find it. Otherwise the commit was made, or another.
CREATE FUNCTION {schema}.give_up_v1(p_tenant text, p_id text, p_now bigint, p_number bigint, p_expected_revision bigint, p_expires_at bigint)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(p_number);
  IF (SELECT s.revision FROM {schema}.sessions AS s WHERE s.tenant = p_tenant AND s.id = p_id) IS DISTINCT FROM p_expected_revision THEN
    RETURN false;
  END IF;
  DELETE FROM {schema}.given_up WHERE tenant = p_tenant AND expires_at <= p_now;
  INSERT INTO {schema}.given_up (tenant, number, expires_at) VALUES (p_tenant, p_number, p_expires_at) ON CONFLICT DO NOTHING;
  RETURN true;
END
$$;
