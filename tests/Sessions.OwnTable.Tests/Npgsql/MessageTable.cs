namespace Sessions.OwnTable.Tests.Npgsql;

/// <summary>The table that the application has already.</summary>
public static class MessageTable
{
    public const string Create =
        """
        CREATE TABLE chat_messages (
            tenant     text    NOT NULL,
            session_id text    NOT NULL,
            ordinal    integer NOT NULL,
            turn_id    text    NOT NULL,
            turn_key   text,
            message    jsonb   NOT NULL,
            PRIMARY KEY (tenant, session_id, ordinal))
        """;
}
