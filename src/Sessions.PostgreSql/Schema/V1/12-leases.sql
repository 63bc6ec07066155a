-- Who has a session while it runs a turn, until when by the server's clock. What is committed is decided by the session's revision alone: the
-- table is not written to the server's log, and is empty after a crash.

CREATE UNLOGGED TABLE {schema}.leases (
  tenant  text COLLATE "C" NOT NULL,
  id      text COLLATE "C" NOT NULL,
  holder  text COLLATE "C" NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id)
) WITH (fillfactor = 70);

COMMENT ON TABLE {schema}.leases IS 'Which host has a session, and until when. The session need not be there yet.';

-- Takes a lease or renews it, for so many microseconds, where nobody else has it; with none, gives it back. Returns whether the holder has it.
CREATE FUNCTION {schema}.lease_v1(p_tenant text, p_id text, p_holder text, p_duration bigint)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  IF p_duration = 0 THEN
    DELETE FROM {schema}.leases AS l WHERE l.tenant = p_tenant AND l.id = p_id AND l.holder = p_holder;
    RETURN false;
  END IF;
  INSERT INTO {schema}.leases AS l (tenant, id, holder, ends_at) VALUES (p_tenant, p_id, p_holder, clock_timestamp() + p_duration * interval '1 microsecond')
  ON CONFLICT (tenant, id) DO UPDATE SET holder = EXCLUDED.holder, ends_at = EXCLUDED.ends_at
  WHERE l.holder = EXCLUDED.holder OR l.ends_at <= clock_timestamp();
  RETURN FOUND;
END
$$;

-- Opens a session as open_v1 does, under a lease: each statement sees what was committed before it. Where somebody else has the lease there is
-- one row, 'leased', with the microseconds that are left of it (number).
CREATE FUNCTION {schema}.lease_and_open_v1(
  p_tenant text, p_id text, p_now bigint, p_known_revision bigint, p_known_created_at bigint,
  p_max_turns integer, p_max_messages integer, p_max_bytes bigint, p_knows_turns boolean, p_with_first boolean,
  p_turn_key text, p_step_key text, p_holder text, p_duration bigint)
RETURNS TABLE (
  part text, agent_id text, history_owner smallint, service_session_id text, current_turn bigint, last_turn bigint, turn_count bigint,
  revision bigint, created_at bigint, updated_at bigint, expires_at bigint, title text, owner text, metadata text,
  number bigint, id text, parent bigint, depth bigint, turn_key text, input_hash bytea, message_count integer, record bytea, messages bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  IF {schema}.lease_v1(p_tenant, p_id, p_holder, p_duration) THEN
    RETURN QUERY SELECT * FROM {schema}.open_v1(
      p_tenant, p_id, p_now, p_known_revision, p_known_created_at, p_max_turns, p_max_messages, p_max_bytes, p_knows_turns, p_with_first, p_turn_key, p_step_key);
  ELSE
    part := 'leased';
    number := coalesce((
      SELECT greatest((extract(epoch FROM l.ends_at - clock_timestamp()) * 1000000)::bigint, 0) FROM {schema}.leases AS l WHERE l.tenant = p_tenant AND l.id = p_id), 0);
    RETURN NEXT;
  END IF;
END
$$;
