namespace Sessions;

/// <summary>The tables, as docs/decisions/0003-sqlite-schema-2.md explains them.</summary>
/// <remarks>Times are UTC in ticks of 100 ns, as <see cref="DateTimeOffset.UtcTicks"/> counts them.</remarks>
internal static class SqliteSchema
{
    /// <summary>Marks a database as ours: "SESS" in ASCII.</summary>
    public const long ApplicationId = 0x53455353;

    /// <summary>The oldest version that is read: what was before it was never released.</summary>
    public const long OldestVersion = 2;

    /// <summary>Tells a fresh database from ours and from everybody else's.</summary>
    public static readonly Sql Inspect = new(
        """
        SELECT (SELECT application_id FROM pragma_application_id),
               (SELECT user_version FROM pragma_user_version),
               (SELECT count(*) FROM sqlite_schema)
        """);

    /// <summary>What has to be said before anything is written: small pages, which a turn fills, and whose writing costs little.</summary>
    public const string Prepare = "PRAGMA page_size = 1024; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL";

    /// <summary>How each connection that writes is set.</summary>
    public const string WriterSettings = "PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 4096; PRAGMA cache_size = -4096";

    /// <summary>How each connection that reads is set.</summary>
    public const string ReaderSettings = "PRAGMA query_only = ON; PRAGMA cache_size = -4096";

    /// <summary>What makes each version of the one before; the first of an empty database.</summary>
    public static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE sessions (
          segment            INTEGER PRIMARY KEY AUTOINCREMENT,
          tenant             TEXT    NOT NULL,
          session_id         TEXT    NOT NULL,
          agent_id           TEXT    NOT NULL,
          history_owner      INTEGER NOT NULL,
          service_session_id TEXT,
          current_turn       INTEGER NOT NULL,
          last_turn          INTEGER NOT NULL,
          turn_count         INTEGER NOT NULL,
          revision           INTEGER NOT NULL,
          created_at         INTEGER NOT NULL,
          updated_at         INTEGER NOT NULL,
          expires_at         INTEGER,
          title              TEXT,
          owner              TEXT,
          metadata           TEXT,
          input_tokens       INTEGER NOT NULL,
          output_tokens      INTEGER NOT NULL,
          total_tokens       INTEGER NOT NULL,
          state_turn         INTEGER NOT NULL,
          state_depth        INTEGER NOT NULL,
          state              TEXT,
          UNIQUE (tenant, session_id)
        ) STRICT;

        CREATE INDEX sessions_by_update ON sessions (tenant, updated_at DESC, session_id);
        CREATE INDEX sessions_by_agent ON sessions (tenant, agent_id, updated_at DESC, session_id);
        CREATE INDEX sessions_by_owner ON sessions (tenant, owner, updated_at DESC, session_id) WHERE owner IS NOT NULL;
        CREATE INDEX sessions_by_title ON sessions (tenant, title) WHERE title IS NOT NULL;
        CREATE INDEX sessions_by_metadata ON sessions (tenant, metadata) WHERE metadata IS NOT NULL;
        CREATE INDEX sessions_by_expiry ON sessions (expires_at) WHERE expires_at IS NOT NULL;

        CREATE TABLE forks (
          segment         INTEGER PRIMARY KEY,
          parent          INTEGER NOT NULL,
          parent_turn     INTEGER NOT NULL,
          parent_revision INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX forks_by_parent ON forks (parent, parent_turn);

        CREATE TABLE turns (
          place         INTEGER PRIMARY KEY,
          id            ANY     NOT NULL,
          parent        INTEGER,
          depth         INTEGER,
          state_turn    INTEGER,
          state         TEXT,
          turn_key      TEXT,
          input_hash    BLOB,
          message_count INTEGER NOT NULL,
          record        TEXT    NOT NULL,
          messages      TEXT    NOT NULL
        ) STRICT;

        CREATE INDEX turns_by_branch ON turns (place) WHERE parent IS NOT NULL;

        CREATE TABLE turn_keys (
          segment INTEGER NOT NULL,
          key     BLOB    NOT NULL,
          turn    INTEGER NOT NULL,
          PRIMARY KEY (segment, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE saved_state (
          segment  INTEGER NOT NULL,
          turn     INTEGER NOT NULL,
          revision INTEGER NOT NULL,
          state    TEXT    NOT NULL,
          PRIMARY KEY (segment, turn, revision)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE steps (
          tenant             TEXT    NOT NULL,
          session_id         TEXT    NOT NULL,
          turn_key           TEXT    NOT NULL,
          ordinal            INTEGER NOT NULL,
          expires_at         INTEGER NOT NULL,
          session_created_at INTEGER,
          json               TEXT    NOT NULL,
          PRIMARY KEY (tenant, session_id, turn_key, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX steps_by_expiry ON steps (expires_at);

        CREATE TABLE erased (segment INTEGER PRIMARY KEY) STRICT;

        PRAGMA application_id = 0x53455353;
        """,
    ];
}
