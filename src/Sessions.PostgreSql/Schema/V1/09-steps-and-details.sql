-- Keeps a step. One that is there already, byte for byte, is kept.
CREATE FUNCTION {schema}.append_step_v1(
  p_tenant text, p_id text, p_now bigint, p_turn_key text, p_ordinal integer, p_expires_at bigint, p_session_created_at bigint, p_json bytea)
RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
  IF p_session_created_at IS NOT NULL THEN
    -- Whoever deletes the session waits until the step is there, and takes it along.
    PERFORM 1 FROM {schema}.sessions
    WHERE tenant = p_tenant AND id = p_id AND created_at = p_session_created_at AND (expires_at IS NULL OR expires_at > p_now) FOR KEY SHARE;
    IF NOT FOUND THEN
      RETURN 'gone';
    END IF;
  END IF;

  PERFORM {schema}.purge_steps_v1(p_now, 1);
  DELETE FROM {schema}.steps AS s WHERE s.tenant = p_tenant AND s.id = p_id AND s.turn_key = p_turn_key AND NOT EXISTS (
    SELECT 1 FROM {schema}.steps AS live WHERE live.tenant = p_tenant AND live.id = p_id AND live.turn_key = p_turn_key AND live.expires_at > p_now);
  INSERT INTO {schema}.steps (tenant, id, turn_key, ordinal, expires_at, session_created_at, json)
  VALUES (p_tenant, p_id, p_turn_key, p_ordinal, p_expires_at, p_session_created_at, p_json)
  ON CONFLICT DO NOTHING;
  IF FOUND OR EXISTS (
      SELECT 1 FROM {schema}.steps WHERE tenant = p_tenant AND id = p_id AND turn_key = p_turn_key AND ordinal = p_ordinal AND json = p_json) THEN
    RETURN 'appended';
  END IF;
  RETURN 'taken';
END
$$;

-- Writes fields of a session's details: those that are named.
CREATE FUNCTION {schema}.update_details_v1(
  p_tenant text, p_id text, p_now bigint, p_with_title boolean, p_title text, p_with_owner boolean, p_owner text,
  p_with_metadata boolean, p_metadata text, p_with_expiry boolean, p_expires_at bigint)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE {schema}.sessions SET
    title = CASE WHEN p_with_title THEN p_title ELSE title END,
    owner = CASE WHEN p_with_owner THEN p_owner ELSE owner END,
    metadata = CASE WHEN p_with_metadata THEN p_metadata::jsonb ELSE metadata END,
    expires_at = CASE WHEN p_with_expiry THEN p_expires_at ELSE expires_at END
  WHERE tenant = p_tenant AND id = p_id AND (expires_at IS NULL OR expires_at > p_now);
  RETURN FOUND;
END
$$;
