-- Which sessions a query is after, as conditions on the columns of sessions. Their parameters are those of the functions below, in their order;
-- what is null is not asked for.
CREATE FUNCTION {schema}.list_conditions_v1(
  p_tenant text, p_now bigint, p_agent_id text, p_owner text, p_updated_after bigint, p_updated_before bigint, p_title text, p_metadata text, p_segments bigint[])
RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT concat_ws(' AND ',
    'tenant = $1',
    CASE WHEN p_now IS NOT NULL THEN '(expires_at IS NULL OR expires_at > $2)' END,
    CASE WHEN p_agent_id IS NOT NULL THEN 'left(agent_id, 64) = left($3, 64) AND agent_id = $3' END,
    CASE WHEN p_owner IS NOT NULL THEN 'left(owner, 64) = left($4, 64) AND owner = $4' END,
    CASE WHEN p_updated_after IS NOT NULL THEN 'updated_at > $5' END,
    CASE WHEN p_updated_before IS NOT NULL THEN 'updated_at < $6' END,
    CASE WHEN p_title IS NOT NULL THEN 'strpos(folded_title, lower($7 COLLATE "C")) > 0' END,
    CASE WHEN p_metadata IS NOT NULL THEN 'metadata @> $8::jsonb' END,
    CASE WHEN p_segments IS NOT NULL THEN 'segment = ANY ($9)' END)
$$;

-- A page of the sessions that a query is after: those after a place, by id or from the one that was updated last. A list by update of what an index
-- leads to is read along it: the server, which keeps no samples of the texts, would else take one of thousands for one of a few, and read and sort all of it.
CREATE FUNCTION {schema}.list_v1(
  p_tenant text, p_now bigint, p_agent_id text, p_owner text, p_updated_after bigint, p_updated_before bigint, p_title text, p_metadata text, p_segments bigint[],
  p_by_id boolean, p_after_updated_at bigint, p_after_id text, p_max_count integer)
RETURNS TABLE (
  id text, long_id text, agent_id text, turn_count bigint, created_at bigint, updated_at bigint, expires_at bigint, title text, owner text, metadata text,
  input_tokens bigint, output_tokens bigint, total_tokens bigint)
LANGUAGE plpgsql STABLE SET enable_sort = on SET jit = off AS $$
BEGIN
  PERFORM set_config('enable_sort', CASE WHEN p_by_id OR num_nonnulls(p_title, p_metadata, p_segments) > 0 THEN 'on' ELSE 'off' END, true);
  RETURN QUERY EXECUTE
    'SELECT id, long_id, agent_id, turn_count, created_at, updated_at, expires_at, title, owner, metadata::text, input_tokens, output_tokens, total_tokens
     FROM {schema}.sessions WHERE ' || {schema}.list_conditions_v1(p_tenant, p_now, p_agent_id, p_owner, p_updated_after, p_updated_before, p_title, p_metadata, p_segments)
    || CASE
         WHEN p_after_id IS NULL THEN ''
         WHEN p_by_id THEN ' AND id > $11'
         -- The first part is where the index begins.
         ELSE ' AND updated_at <= $10 AND (updated_at < $10 OR id > $11)'
       END
    || CASE WHEN p_by_id THEN ' ORDER BY id' ELSE ' ORDER BY updated_at DESC, id' END || ' LIMIT $12'
  USING p_tenant, p_now, p_agent_id, p_owner, p_updated_after, p_updated_before, p_title, p_metadata, p_segments, p_after_updated_at, p_after_id, p_max_count;
END
$$;

-- The tokens of all sessions that a query is after.
CREATE FUNCTION {schema}.usage_v1(
  p_tenant text, p_now bigint, p_agent_id text, p_owner text, p_updated_after bigint, p_updated_before bigint, p_title text, p_metadata text, p_segments bigint[])
RETURNS TABLE (input_tokens bigint, output_tokens bigint, total_tokens bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE
    'SELECT coalesce(sum(input_tokens), 0)::bigint, coalesce(sum(output_tokens), 0)::bigint, coalesce(sum(total_tokens), 0)::bigint
     FROM {schema}.sessions WHERE ' || {schema}.list_conditions_v1(p_tenant, p_now, p_agent_id, p_owner, p_updated_after, p_updated_before, p_title, p_metadata, p_segments)
  USING p_tenant, p_now, p_agent_id, p_owner, p_updated_after, p_updated_before, p_title, p_metadata, p_segments;
END
$$;
