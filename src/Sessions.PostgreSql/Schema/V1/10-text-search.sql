-- The words of messages. They are kept for the tenants whose sessions were looked for by words: the first search makes the index of a
-- tenant's turns, and from then on commits add to it.

CREATE TABLE {schema}.text_searches (
  tenant       text COLLATE "C" NOT NULL PRIMARY KEY,
  next_segment bigint,
  next_number  bigint
);

COMMENT ON TABLE {schema}.text_searches IS 'The tenants whose turns are in the index, or are being added to it from a place on; without a place all are.';

CREATE TABLE {schema}.turn_texts (
  tenant  text COLLATE "C" NOT NULL,
  segment bigint   NOT NULL,
  number  bigint   NOT NULL,
  part    integer  NOT NULL,
  words   tsvector NOT NULL,
  PRIMARY KEY (tenant, segment, number, part)
);

CREATE INDEX turn_texts_by_word ON {schema}.turn_texts USING gin (words);

-- Words alone, in small letters and without accents, whatever the language of the database: what is between is space.
CREATE FUNCTION {schema}.plain_text_v1(p_text text)
RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(
    lower(regexp_replace(normalize(p_text, NFKD), '[\u0300-\u036f]+', '', 'g') COLLATE {lower}),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20]+', ' ', 'g')
$$;

-- What the contents of type text of messages say. What has another shape than a message's says nothing.
CREATE FUNCTION {schema}.text_of_v1(p_messages bytea)
RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  v_text text;
  v_json jsonb;
BEGIN
  BEGIN
    v_text := convert_from(p_messages, 'UTF8');
    v_json := v_text::jsonb;
  EXCEPTION WHEN others THEN
    BEGIN
      -- Characters that PostgreSQL has no place for are no part of a word.
      v_json := regexp_replace(v_text, '(?<!\\)((?:\\\\)*)\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\1 ', 'g')::jsonb;
    EXCEPTION WHEN others THEN
      RETURN '';
    END;
  END;
  RETURN (
    SELECT string_agg(content ->> 'text', ' ')
    FROM jsonb_array_elements(CASE WHEN jsonb_typeof(v_json) = 'array' THEN v_json ELSE '[]' END) AS message
    CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(message -> 'contents') = 'array' THEN message -> 'contents' ELSE '[]' END) AS content
    WHERE jsonb_typeof(content) = 'object' AND content ->> '$type' = 'text');
END
$$;

-- The tenant is a word of its own in the index, which no text has: other tenants' turns are not looked at.
CREATE FUNCTION {schema}.tenant_word_v1(p_tenant text)
RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT '~' || p_tenant
$$;

-- Adds a turn to the index. A text that is too long for one row is cut into parts that overlap by more than a word.
CREATE FUNCTION {schema}.index_text_v1(p_tenant text, p_segment bigint, p_number bigint, p_messages bytea)
RETURNS void
LANGUAGE sql AS $$
  INSERT INTO {schema}.turn_texts (tenant, segment, number, part, words)
  SELECT p_tenant, p_segment, p_number, cut.part, strip(to_tsvector('pg_catalog.simple', substr(plain.text, cut.part * 100000 + 1, 102048))) || array_to_tsvector(ARRAY[{schema}.tenant_word_v1(p_tenant)])
  FROM (SELECT {schema}.plain_text_v1({schema}.text_of_v1(p_messages)) AS text) AS plain
  CROSS JOIN LATERAL generate_series(0, greatest(length(plain.text) - 1, 0) / 100000) AS cut (part)
  WHERE plain.text <> ''
  ON CONFLICT DO NOTHING
$$;

-- Says that a tenant's turns are to be in the index from now on. Returns whether all are.
CREATE FUNCTION {schema}.begin_text_search_v1(p_tenant text)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO {schema}.text_searches (tenant, next_segment, next_number) VALUES (p_tenant, -9223372036854775808, 0) ON CONFLICT DO NOTHING;
  RETURN EXISTS (SELECT 1 FROM {schema}.text_searches WHERE tenant = p_tenant AND next_segment IS NULL);
END
$$;

-- Waits for all who write turns and may not know of it yet.
CREATE FUNCTION {schema}.await_writers_v1()
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE {schema}.turns IN SHARE MODE;
END
$$;

-- Adds the next turns of a tenant to the index. Returns whether all are in it.
CREATE FUNCTION {schema}.add_texts_v1(p_tenant text, p_count integer)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  v_place record;
  v_turn record;
  v_left integer := p_count;
BEGIN
  SELECT next_segment, next_number INTO v_place FROM {schema}.text_searches WHERE tenant = p_tenant FOR UPDATE;
  IF NOT FOUND OR v_place.next_segment IS NULL THEN
    RETURN true;
  END IF;
  FOR v_turn IN
    SELECT t.segment, t.number, t.messages FROM {schema}.turns AS t
    WHERE t.tenant = p_tenant AND (t.segment, t.number) >= (v_place.next_segment, v_place.next_number)
    ORDER BY t.segment, t.number LIMIT p_count + 1
  LOOP
    IF v_left = 0 THEN
      UPDATE {schema}.text_searches SET next_segment = v_turn.segment, next_number = v_turn.number WHERE tenant = p_tenant;
      RETURN false;
    END IF;
    PERFORM {schema}.index_text_v1(p_tenant, v_turn.segment, v_turn.number, v_turn.messages);
    v_left := v_left - 1;
  END LOOP;
  UPDATE {schema}.text_searches SET next_segment = NULL, next_number = NULL WHERE tenant = p_tenant;
  RETURN true;
END
$$;

-- The segments of sessions in whose turns, of whatever branch, all words are; null where the index is not made yet.
CREATE FUNCTION {schema}.find_text_v1(p_tenant text, p_text text)
RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_word text;
  v_query tsquery;
  v_found bigint[];
  v_with bigint[];
BEGIN
  IF NOT EXISTS (SELECT 1 FROM {schema}.text_searches WHERE tenant = p_tenant AND next_segment IS NULL) THEN
    RETURN NULL;
  END IF;
  FOR v_word IN SELECT DISTINCT word FROM regexp_split_to_table({schema}.plain_text_v1(p_text), ' +') AS word WHERE word <> '' LOOP
    v_query := plainto_tsquery('pg_catalog.simple', v_word) && ('''' || replace(replace({schema}.tenant_word_v1(p_tenant), '\', '\\'), '''', '''''') || '''')::tsquery;
    SELECT coalesce(array_agg(DISTINCT t.segment), '{}') INTO v_with FROM {schema}.turn_texts AS t WHERE t.words @@ v_query AND t.tenant = p_tenant;
    -- A fork has the words of the turns that it shares.
    SELECT v_with || coalesce(array_agg(fork.segment), '{}') INTO v_with
    FROM {schema}.segments AS fork
    WHERE fork.tenant = p_tenant AND fork.parent IS NOT NULL AND fork.segment <> ALL (v_with) AND EXISTS (
      SELECT 1 FROM {schema}.chain_v1(p_tenant, fork.segment, fork.parent_turn) AS run
      JOIN {schema}.turn_texts AS t ON t.tenant = p_tenant AND t.segment = run.segment AND t.number BETWEEN run.first AND run.last
      WHERE run.segment = ANY (v_with) AND t.words @@ v_query);
    v_found := CASE WHEN v_found IS NULL THEN v_with ELSE ARRAY(SELECT unnest(v_found) INTERSECT SELECT unnest(v_with)) END;
  END LOOP;
  RETURN coalesce(v_found, '{}');
END
$$;
