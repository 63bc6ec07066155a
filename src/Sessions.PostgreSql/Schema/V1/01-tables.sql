-- The tenant leads every key. Times are UTC in ticks of 100 ns. Texts of callers that are too long for an index are kept in it by their
-- beginning and a hash (see BoundedText in the code); the whole text is beside it where it has to come back.

CREATE TABLE {schema}.sessions (
  tenant             text COLLATE "C" NOT NULL,
  id                 text COLLATE "C" NOT NULL,
  long_id            text,
  segment            bigint   NOT NULL,
  agent_id           text COLLATE "C" NOT NULL,
  history_owner      smallint NOT NULL,
  service_session_id text,
  current_turn       bigint   NOT NULL,
  last_turn          bigint   NOT NULL,
  turn_count         bigint   NOT NULL,
  revision           bigint   NOT NULL,
  created_at         bigint   NOT NULL,
  updated_at         bigint   NOT NULL,
  expires_at         bigint,
  title              text,
  folded_title       text GENERATED ALWAYS AS (lower(title COLLATE "C")) STORED,
  owner              text COLLATE "C",
  metadata           jsonb,
  input_tokens       bigint   NOT NULL,
  output_tokens      bigint   NOT NULL,
  total_tokens       bigint   NOT NULL,
  slots              jsonb    NOT NULL,
  PRIMARY KEY (tenant, id)
);

COMMENT ON TABLE {schema}.sessions IS 'One row a session: where it stands, and its details.';
COMMENT ON COLUMN {schema}.sessions.slots IS 'Of each state slot, where its value at the current turn is kept: [turn, revision], and a third number for a segment other than its own.';

COMMENT ON COLUMN {schema}.sessions.folded_title IS 'The title to be looked for, whatever the case of ASCII letters.';

CREATE INDEX sessions_by_update ON {schema}.sessions (tenant, updated_at DESC, id);
CREATE INDEX sessions_by_agent ON {schema}.sessions (tenant, left(agent_id, 64), updated_at DESC, id);
CREATE INDEX sessions_by_owner ON {schema}.sessions (tenant, left(owner, 64), updated_at DESC, id) WHERE owner IS NOT NULL;
CREATE INDEX sessions_by_expiry ON {schema}.sessions (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE {schema}.segments (
  tenant          text COLLATE "C" NOT NULL,
  segment         bigint NOT NULL,
  id              text COLLATE "C",
  parent          bigint,
  parent_turn     bigint NOT NULL,
  parent_revision bigint NOT NULL,
  PRIMARY KEY (tenant, segment)
);

COMMENT ON TABLE {schema}.segments IS 'Where turns lie: each session has a segment of its own, and that of a fork goes on from a turn of another. Without an id it is what forks still reach of a session that is gone.';

CREATE INDEX segments_by_parent ON {schema}.segments (tenant, parent) WHERE parent IS NOT NULL;

CREATE TABLE {schema}.turns (
  tenant        text COLLATE "C" NOT NULL,
  segment       bigint NOT NULL,
  number        bigint NOT NULL,
  id            text COLLATE "C" NOT NULL,
  parent        bigint,
  depth         bigint,
  turn_key      text COLLATE "C",
  input_hash    bytea,
  message_count integer NOT NULL,
  record        bytea NOT NULL,
  messages      bytea NOT NULL,
  PRIMARY KEY (tenant, segment, number)
);

COMMENT ON TABLE {schema}.turns IS 'One row a turn, which never changes. record and messages are JSON in UTF-8, as they were given.';
COMMENT ON COLUMN {schema}.turns.parent IS 'The turn that it follows, unless that is the one before it by number.';
COMMENT ON COLUMN {schema}.turns.depth IS 'How many turns there are through it, unless that is its number.';

CREATE INDEX turns_by_branch ON {schema}.turns (tenant, segment, number) WHERE parent IS NOT NULL;
CREATE INDEX turns_by_key ON {schema}.turns (tenant, segment, left(turn_key, 64), number) WHERE input_hash IS NOT NULL;

CREATE TABLE {schema}.state (
  tenant    text COLLATE "C" NOT NULL,
  segment   bigint  NOT NULL,
  slot      text COLLATE "C" NOT NULL,
  long_slot text,
  turn      bigint  NOT NULL,
  revision  bigint  NOT NULL,
  version   integer NOT NULL,
  value     bytea,
  PRIMARY KEY (tenant, segment, slot, turn, revision)
);

COMMENT ON TABLE {schema}.state IS 'What each turn wrote of state, and what was saved besides as of it. A slot that was emptied has no value.';

CREATE TABLE {schema}.steps (
  tenant             text COLLATE "C" NOT NULL,
  id                 text COLLATE "C" NOT NULL,
  turn_key           text COLLATE "C" NOT NULL,
  ordinal            integer NOT NULL,
  expires_at         bigint  NOT NULL,
  session_created_at bigint,
  json               bytea   NOT NULL,
  PRIMARY KEY (tenant, id, turn_key, ordinal)
);

COMMENT ON TABLE {schema}.steps IS 'The finished steps of turns with a key that are under way. The session need not be there yet.';

CREATE INDEX steps_by_expiry ON {schema}.steps (expires_at);

CREATE TABLE {schema}.given_up (
  tenant     text COLLATE "C" NOT NULL,
  number     bigint NOT NULL,
  expires_at bigint NOT NULL,
  PRIMARY KEY (tenant, number)
);

COMMENT ON TABLE {schema}.given_up IS 'The numbers of commits whose connection was lost before they were made: should one still arrive, it is not made.';
