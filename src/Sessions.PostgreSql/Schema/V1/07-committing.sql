-- What changes sessions. Each takes the session's row first and looks at it then, so that of two at the same time the later sees what the
-- other has made of it.

-- Makes a commit. p_follows is the turn that the first of the turns follows, or that the session stands at; what was set outside of turns
-- (p_saves) is of it. Where the values of slots are kept from here on comes ready made (p_slots), with the slots that are emptied. The number is the
-- commit's own, and that of the segment where it is the first of a session. Returns 'committed', 'leased' where the lease that it asks for is
-- granted too, or 'conflict'.
CREATE FUNCTION {schema}.commit_v1(
  p_tenant text, p_id text, p_long_id text, p_now bigint, p_number bigint, p_expected_revision bigint, p_follows bigint,
  p_agent_id text, p_history_owner smallint, p_service_session_id text, p_current_turn bigint, p_last_turn bigint, p_turn_count bigint,
  p_revision bigint, p_created_at bigint, p_updated_at bigint,
  p_expires_at bigint, p_title text, p_owner text, p_metadata text, p_input_tokens bigint, p_output_tokens bigint, p_total_tokens bigint,
  p_numbers bigint[], p_ids text[], p_parents bigint[], p_depths bigint[], p_turn_keys text[], p_step_keys text[], p_input_hashes bytea[],
  p_message_counts integer[], p_records bytea[], p_messages bytea[],
  p_slots text, p_emptied text[], p_state_turns bigint[], p_names text[], p_long_names text[], p_versions integer[], p_values bytea[],
  p_lease_holder text, p_lease_duration bigint)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_segment bigint;
BEGIN
  -- Whoever gives it up waits for its end from here on.
  PERFORM pg_advisory_xact_lock(p_number);
  v_segment := {schema}.write_commit_v1(
    p_tenant, p_id, p_long_id, p_now, p_number, p_expected_revision, p_follows,
    p_agent_id, p_history_owner, p_service_session_id, p_current_turn, p_last_turn, p_turn_count, p_revision, p_created_at, p_updated_at,
    p_expires_at, p_title, p_owner, p_metadata, p_input_tokens, p_output_tokens, p_total_tokens,
    p_numbers, p_ids, p_parents, p_depths, p_turn_keys, p_input_hashes, p_message_counts, p_records, p_messages,
    p_slots, p_emptied, p_state_turns, p_names, p_long_names, p_versions, p_values);
  IF v_segment IS NULL THEN
    RETURN 'conflict';
  END IF;

  DELETE FROM {schema}.steps WHERE tenant = p_tenant AND id = p_id AND turn_key = ANY (p_step_keys);
  -- The turns' table is locked by now: whoever begins to make the index waits until all who have not seen it have ended.
  IF EXISTS (SELECT 1 FROM {schema}.text_searches AS t WHERE t.tenant = p_tenant) THEN
    PERFORM {schema}.index_text_v1(p_tenant, v_segment, t.number, t.messages) FROM unnest(p_numbers, p_messages) AS t (number, messages);
  END IF;
  IF p_lease_holder IS NOT NULL AND {schema}.lease_v1(p_tenant, p_id, p_lease_holder, p_lease_duration) THEN
    RETURN 'leased';
  END IF;
  RETURN 'committed';
END
$$;

-- Makes a commit of one turn that goes on from the present, as nearly all are: one statement, and no arrays but those of state, where there is
-- some (the server takes each array of a function apart and puts it together again). What turns out to follow another turn is left to write_commit_v1.
CREATE FUNCTION {schema}.commit_turn_v1(
  p_tenant text, p_id text, p_now bigint, p_number bigint, p_expected_revision bigint, p_agent_id text, p_history_owner smallint, p_service_session_id text,
  p_turn bigint, p_depth bigint, p_revision bigint, p_created_at bigint, p_updated_at bigint, p_expires_at bigint,
  p_input_tokens bigint, p_output_tokens bigint, p_total_tokens bigint,
  p_turn_id text, p_turn_key text, p_step_key text, p_input_hash bytea, p_message_count integer, p_record bytea, p_messages bytea,
  p_slots text, p_emptied text[], p_names text[], p_versions integer[], p_values bytea[],
  p_lease_holder text, p_lease_duration bigint)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  v_segment bigint;
  v_is_searched boolean;
BEGIN
  -- Whoever gives it up waits for its end from here on. As part of an expression it is no statement of its own.
  IF pg_advisory_xact_lock(p_number) IS NULL THEN
    RETURN 'conflict';
  END IF;

  WITH head AS (
    UPDATE {schema}.sessions AS s SET
      agent_id = p_agent_id, history_owner = p_history_owner, service_session_id = p_service_session_id,
      current_turn = p_turn, last_turn = p_turn, turn_count = p_depth, revision = p_revision, updated_at = p_updated_at,
      expires_at = coalesce(p_expires_at, s.expires_at),
      input_tokens = s.input_tokens + p_input_tokens, output_tokens = s.output_tokens + p_output_tokens, total_tokens = s.total_tokens + p_total_tokens,
      slots = CASE WHEN p_slots IS NULL THEN s.slots ELSE (s.slots || p_slots::jsonb) - coalesce(p_emptied, '{}') END
    WHERE s.tenant = p_tenant AND s.id = p_id AND s.revision = p_expected_revision AND s.created_at = p_created_at AND s.current_turn = p_turn - 1
      AND NOT EXISTS (SELECT 1 FROM {schema}.given_up AS g WHERE g.tenant = p_tenant AND g.number = p_number)
    RETURNING s.segment
  ), turn AS (
    INSERT INTO {schema}.turns (tenant, segment, number, id, depth, turn_key, input_hash, message_count, record, messages)
    SELECT p_tenant, head.segment, p_turn, p_turn_id, NULLIF(p_depth, p_turn), p_turn_key, p_input_hash, p_message_count, p_record, p_messages FROM head
  ), written AS (
    INSERT INTO {schema}.state (tenant, segment, slot, turn, revision, version, value)
    SELECT p_tenant, head.segment, s.name, p_turn, p_revision, s.version, s.value FROM head, unnest(p_names, p_versions, p_values) AS s (name, version, value)
  )
  -- The turns' table is locked by now: whoever begins to make the index waits until all who have not seen it have ended.
  SELECT head.segment, EXISTS (SELECT 1 FROM {schema}.text_searches AS t WHERE t.tenant = p_tenant) INTO v_segment, v_is_searched FROM head;

  IF v_segment IS NULL THEN
    v_segment := {schema}.write_commit_v1(
      p_tenant, p_id, NULL, p_now, p_number, p_expected_revision, p_turn - 1,
      p_agent_id, p_history_owner, p_service_session_id, p_turn, p_turn, p_depth, p_revision, p_created_at, p_updated_at,
      p_expires_at, NULL, NULL, NULL, p_input_tokens, p_output_tokens, p_total_tokens,
      ARRAY[p_turn], ARRAY[p_turn_id], ARRAY[p_turn - 1], ARRAY[p_depth], ARRAY[p_turn_key], ARRAY[p_input_hash], ARRAY[p_message_count], ARRAY[p_record], ARRAY[p_messages],
      coalesce(p_slots, '{}'), coalesce(p_emptied, '{}'), array_fill(p_turn, ARRAY[coalesce(cardinality(p_names), 0)]), p_names, NULL, p_versions, p_values);
    IF v_segment IS NULL THEN
      RETURN 'conflict';
    END IF;
    v_is_searched := EXISTS (SELECT 1 FROM {schema}.text_searches AS t WHERE t.tenant = p_tenant);
  END IF;

  IF p_step_key IS NOT NULL THEN
    DELETE FROM {schema}.steps WHERE tenant = p_tenant AND id = p_id AND turn_key = p_step_key;
  END IF;
  IF v_is_searched THEN
    PERFORM {schema}.index_text_v1(p_tenant, v_segment, p_turn, p_messages);
  END IF;
  IF p_lease_holder IS NOT NULL AND {schema}.lease_v1(p_tenant, p_id, p_lease_holder, p_lease_duration) THEN
    RETURN 'leased';
  END IF;
  RETURN 'committed';
END
$$;

-- Writes what a commit has, of whichever kind. Returns the segment; null where it is a conflict.
CREATE FUNCTION {schema}.write_commit_v1(
  p_tenant text, p_id text, p_long_id text, p_now bigint, p_number bigint, p_expected_revision bigint, p_follows bigint,
  p_agent_id text, p_history_owner smallint, p_service_session_id text, p_current_turn bigint, p_last_turn bigint, p_turn_count bigint,
  p_revision bigint, p_created_at bigint, p_updated_at bigint,
  p_expires_at bigint, p_title text, p_owner text, p_metadata text, p_input_tokens bigint, p_output_tokens bigint, p_total_tokens bigint,
  p_numbers bigint[], p_ids text[], p_parents bigint[], p_depths bigint[], p_turn_keys text[], p_input_hashes bytea[],
  p_message_counts integer[], p_records bytea[], p_messages bytea[],
  p_slots text, p_emptied text[], p_state_turns bigint[], p_names text[], p_long_names text[], p_versions integer[], p_values bytea[])
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  v_session {schema}.sessions;
BEGIN
  IF EXISTS (SELECT 1 FROM {schema}.given_up AS g WHERE g.tenant = p_tenant AND g.number = p_number) THEN
    RETURN NULL;
  END IF;

  SELECT * INTO v_session FROM {schema}.sessions WHERE tenant = p_tenant AND id = p_id FOR NO KEY UPDATE;
  IF FOUND AND p_expected_revision IS NULL AND v_session.expires_at <= p_now THEN
    PERFORM {schema}.remove_v1(p_tenant, p_id, v_session.segment, v_session.created_at);
    v_session := NULL;
  END IF;

  IF v_session.id IS NULL THEN
    IF p_expected_revision IS NOT NULL THEN
      RETURN NULL;
    END IF;
    INSERT INTO {schema}.sessions (
      tenant, id, long_id, segment, agent_id, history_owner, service_session_id, current_turn, last_turn, turn_count, revision, created_at, updated_at,
      expires_at, title, owner, metadata, input_tokens, output_tokens, total_tokens, slots)
    VALUES (
      p_tenant, p_id, p_long_id, p_number, p_agent_id, p_history_owner, p_service_session_id, p_current_turn, p_last_turn, p_turn_count, p_revision, p_created_at, p_updated_at,
      p_expires_at, p_title, p_owner, p_metadata::jsonb, p_input_tokens, p_output_tokens, p_total_tokens,
      p_slots::jsonb)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
    INSERT INTO {schema}.segments (tenant, segment, id, parent_turn, parent_revision) VALUES (p_tenant, p_number, p_id, 0, 0);
    v_session.segment := p_number;
  ELSE
    IF v_session.revision IS DISTINCT FROM p_expected_revision OR v_session.created_at <> p_created_at THEN
      RETURN NULL;
    END IF;
    -- What was saved there before is of no use to anybody, unless a fork was made of it.
    DELETE FROM {schema}.state AS s
    WHERE s.tenant = p_tenant AND s.segment = v_session.segment AND s.turn = p_follows
      AND s.slot IN (SELECT saved.name FROM unnest(p_state_turns, p_names) AS saved (turn, name) WHERE saved.turn = p_follows)
      AND NOT EXISTS (
        SELECT 1 FROM {schema}.segments AS fork
        WHERE fork.tenant = p_tenant AND fork.parent = v_session.segment AND fork.parent_turn >= s.turn AND fork.parent_revision >= s.revision);
  END IF;

  INSERT INTO {schema}.state (tenant, segment, slot, long_slot, turn, revision, version, value)
  SELECT p_tenant, v_session.segment, s.name, s.long_name, s.turn, p_revision, s.version, s.value
  FROM unnest(p_state_turns, p_names, p_long_names, p_versions, p_values) AS s (turn, name, long_name, version, value);
  IF v_session.id IS NOT NULL THEN
    IF p_follows <> v_session.current_turn THEN
      v_session.slots := {schema}.slots_at_v1(p_tenant, v_session.segment, p_follows);
    END IF;
    UPDATE {schema}.sessions SET
      agent_id = p_agent_id, history_owner = p_history_owner, service_session_id = p_service_session_id,
      current_turn = p_current_turn, last_turn = p_last_turn, turn_count = p_turn_count, revision = p_revision, updated_at = p_updated_at,
      expires_at = coalesce(p_expires_at, expires_at),
      input_tokens = input_tokens + p_input_tokens, output_tokens = output_tokens + p_output_tokens, total_tokens = total_tokens + p_total_tokens,
      slots = (v_session.slots || p_slots::jsonb) - p_emptied
    WHERE tenant = p_tenant AND id = p_id;
  END IF;

  INSERT INTO {schema}.turns (tenant, segment, number, id, parent, depth, turn_key, input_hash, message_count, record, messages)
  SELECT p_tenant, v_session.segment, t.number, t.id, NULLIF(t.parent, t.number - 1), NULLIF(t.depth, t.number), t.turn_key, t.input_hash, t.message_count, t.record, t.messages
  FROM unnest(p_numbers, p_ids, p_parents, p_depths, p_turn_keys, p_input_hashes, p_message_counts, p_records, p_messages)
    AS t (number, id, parent, depth, turn_key, input_hash, message_count, record, messages);
  RETURN v_session.segment;
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
