-- Makes another turn of a session, of whatever branch, the one that it stands at.
CREATE FUNCTION {schema}.move_v1(p_tenant text, p_id text, p_now bigint, p_expected_revision bigint, p_turn bigint, p_updated_at bigint)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
DECLARE
  v_session {schema}.sessions;
  v_depth bigint;
BEGIN
  SELECT * INTO v_session FROM {schema}.sessions WHERE tenant = p_tenant AND id = p_id AND (expires_at IS NULL OR expires_at > p_now) FOR NO KEY UPDATE;
  IF NOT FOUND OR v_session.revision <> p_expected_revision THEN
    RETURN QUERY SELECT 'conflict';
    RETURN;
  END IF;
  v_depth := {schema}.depth_v1(p_tenant, v_session.segment, p_turn);
  IF v_depth IS NULL THEN
    RETURN QUERY SELECT 'missing';
    RETURN;
  END IF;
  UPDATE {schema}.sessions SET
    current_turn = p_turn, turn_count = v_depth, revision = p_expected_revision + 1, updated_at = p_updated_at,
    slots = {schema}.slots_at_v1(p_tenant, v_session.segment, p_turn)
  WHERE tenant = p_tenant AND id = p_id;
  RETURN QUERY SELECT 'done';
END
$$;

-- Makes a session that begins with the turns and the state of another. Nothing of them is copied. While it is made, the other takes no commit.
CREATE FUNCTION {schema}.fork_v1(
  p_tenant text, p_source_id text, p_through bigint, p_id text, p_long_id text, p_new_segment bigint, p_now bigint, p_agent_id text, p_created_at bigint, p_expires_at bigint)
RETURNS TABLE (outcome text)
LANGUAGE plpgsql AS $$
DECLARE
  v_source {schema}.sessions;
  v_other record;
  v_through bigint;
  v_depth bigint;
BEGIN
  SELECT * INTO v_source FROM {schema}.sessions WHERE tenant = p_tenant AND id = p_source_id AND (expires_at IS NULL OR expires_at > p_now) FOR SHARE;
  v_through := coalesce(p_through, v_source.current_turn);
  IF v_source.id IS NULL OR (v_through <> 0 AND NOT EXISTS (
      SELECT 1 FROM {schema}.chain_v1(p_tenant, v_source.segment, v_source.current_turn) AS run WHERE v_through BETWEEN run.first AND run.last)) THEN
    RETURN QUERY SELECT 'absent';
    RETURN;
  END IF;

  SELECT s.segment, s.created_at, s.expires_at INTO v_other FROM {schema}.sessions AS s WHERE s.tenant = p_tenant AND s.id = p_id FOR UPDATE;
  IF FOUND THEN
    IF v_other.expires_at IS NULL OR v_other.expires_at > p_now THEN
      RETURN QUERY SELECT 'conflict';
      RETURN;
    END IF;
    PERFORM {schema}.remove_v1(p_tenant, p_id, v_other.segment, v_other.created_at);
  END IF;

  v_depth := {schema}.depth_v1(p_tenant, v_source.segment, v_through);
  IF v_depth IS NULL THEN
    RETURN QUERY SELECT 'missing';
    RETURN;
  END IF;
  INSERT INTO {schema}.sessions (
    tenant, id, long_id, segment, agent_id, history_owner, service_session_id, current_turn, last_turn, turn_count, revision, created_at, updated_at,
    expires_at, title, owner, metadata, input_tokens, output_tokens, total_tokens, slots)
  VALUES (
    p_tenant, p_id, p_long_id, p_new_segment, p_agent_id, v_source.history_owner, NULL, v_through, v_through, v_depth, 1, p_created_at, p_created_at,
    p_expires_at, NULL, v_source.owner, v_source.metadata, 0, 0, 0,
    -- What is in the source's own segment is in another one from here.
    (SELECT coalesce(jsonb_object_agg(slot.key, CASE WHEN jsonb_array_length(slot.value) = 2 THEN slot.value || to_jsonb(v_source.segment) ELSE slot.value END), '{}')
      FROM jsonb_each(CASE WHEN v_through = v_source.current_turn THEN v_source.slots ELSE {schema}.slots_at_v1(p_tenant, v_source.segment, v_through) END) AS slot))
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'conflict';
    RETURN;
  END IF;
  INSERT INTO {schema}.segments (tenant, segment, id, parent, parent_turn, parent_revision)
  VALUES (p_tenant, p_new_segment, p_id, v_source.segment, v_through, v_source.revision);
  RETURN QUERY SELECT 'done';
END
$$;

-- Both, with the session as it is then: as the rows of open_v1, after one whose part is the outcome.
CREATE FUNCTION {schema}.move_and_open_v1(p_tenant text, p_id text, p_now bigint, p_expected_revision bigint, p_turn bigint, p_updated_at bigint)
RETURNS TABLE (
  part text, agent_id text, history_owner smallint, service_session_id text, current_turn bigint, last_turn bigint, turn_count bigint,
  revision bigint, created_at bigint, updated_at bigint, expires_at bigint, title text, owner text, metadata text,
  number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  part := (SELECT outcome FROM {schema}.move_v1(p_tenant, p_id, p_now, p_expected_revision, p_turn, p_updated_at));
  RETURN NEXT;
  RETURN QUERY SELECT * FROM {schema}.open_v1(p_tenant, p_id, p_now, NULL, NULL, NULL, NULL, NULL, false, false, NULL, NULL);
END
$$;

CREATE FUNCTION {schema}.fork_and_open_v1(
  p_tenant text, p_source_id text, p_through bigint, p_id text, p_long_id text, p_new_segment bigint, p_now bigint, p_agent_id text, p_created_at bigint, p_expires_at bigint)
RETURNS TABLE (
  part text, agent_id text, history_owner smallint, service_session_id text, current_turn bigint, last_turn bigint, turn_count bigint,
  revision bigint, created_at bigint, updated_at bigint, expires_at bigint, title text, owner text, metadata text,
  number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  part := (SELECT outcome FROM {schema}.fork_v1(p_tenant, p_source_id, p_through, p_id, p_long_id, p_new_segment, p_now, p_agent_id, p_created_at, p_expires_at));
  RETURN NEXT;
  RETURN QUERY SELECT * FROM {schema}.open_v1(p_tenant, p_id, p_now, NULL, NULL, NULL, NULL, NULL, false, false, NULL, NULL);
END
$$;
