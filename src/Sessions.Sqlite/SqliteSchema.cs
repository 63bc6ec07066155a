namespace Sessions;

/// <summary>The tables, as docs/decisions/0001-sqlite-schema.md explains them.</summary>
/// <remarks>
/// Times are UTC in ticks of 100 ns, as <see cref="DateTimeOffset.UtcTicks"/> counts them. Columns that nothing writes yet are
/// there because a column that is added later breaks the users of the database; whoever first writes one raises
/// <see cref="Version"/>, so that older code refuses the database instead of reading past it.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>Marks a database as ours: "SESS" in ASCII.</summary>
    public const long ApplicationId = 0x53455353;

    public const long Version = 1;

    /// <summary>Tells a fresh database from ours and from everybody else's.</summary>
    public const string Inspect =
        """
        SELECT (SELECT application_id FROM pragma_application_id),
               (SELECT user_version FROM pragma_user_version),
               (SELECT count(*) FROM sqlite_schema)
        """;

    public const string Create =
        """
        CREATE TABLE sessions (
          tenant             TEXT    NOT NULL,
          session_id         TEXT    NOT NULL,
          agent_id           TEXT    NOT NULL,
          history_owner      INTEGER NOT NULL,
          service_session_id TEXT,
          current_turn       INTEGER NOT NULL,
          last_turn          INTEGER NOT NULL,
          revision           INTEGER NOT NULL,
          created_at         INTEGER NOT NULL,
          updated_at         INTEGER NOT NULL,
          expires_at         INTEGER,
          PRIMARY KEY (tenant, session_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE turns (
          tenant            TEXT    NOT NULL,
          session_id        TEXT    NOT NULL,
          number            INTEGER NOT NULL,
          turn_id           TEXT    NOT NULL,
          parent_turn       INTEGER NOT NULL,
          status            INTEGER NOT NULL,
          usage             TEXT,
          finish_reason     TEXT,
          response_id       TEXT,
          started_at        INTEGER NOT NULL,
          completed_at      INTEGER NOT NULL,
          input_count       INTEGER NOT NULL,
          turn_key          TEXT,
          input_hash        BLOB,
          response          TEXT,
          PRIMARY KEY (tenant, session_id, number),
          CHECK (number > 0),
          CHECK (parent_turn >= 0 AND parent_turn < number)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX turns_by_branch ON turns (tenant, session_id, number)
        WHERE parent_turn <> number - 1;

        CREATE INDEX turns_by_key ON turns (tenant, session_id, turn_key)
        WHERE turn_key IS NOT NULL;

        CREATE TABLE messages (
          tenant     TEXT    NOT NULL,
          session_id TEXT    NOT NULL,
          turn       INTEGER NOT NULL,
          ordinal    INTEGER NOT NULL,
          json       TEXT    NOT NULL,
          PRIMARY KEY (tenant, session_id, turn, ordinal)
        ) STRICT;

        CREATE TABLE state_values (
          tenant     TEXT    NOT NULL,
          session_id TEXT    NOT NULL,
          state_key  TEXT    NOT NULL,
          turn       INTEGER NOT NULL,
          version    INTEGER NOT NULL,
          json       TEXT,
          PRIMARY KEY (tenant, session_id, state_key, turn)
        ) STRICT;

        CREATE TABLE turn_steps (
          tenant      TEXT    NOT NULL,
          session_id  TEXT    NOT NULL,
          turn_key    TEXT    NOT NULL,
          ordinal     INTEGER NOT NULL,
          recorded_at INTEGER NOT NULL,
          json        TEXT    NOT NULL,
          PRIMARY KEY (tenant, session_id, turn_key, ordinal)
        ) STRICT;

        CREATE INDEX turn_steps_by_time ON turn_steps (tenant, recorded_at);

        PRAGMA application_id = 0x53455353;
        PRAGMA user_version = 1;
        """;
}
