namespace Sessions.TwoHosts.Tests.Guide;

/// <summary>What whoever runs the database says to it.</summary>
internal static class Statements
{
    public const string Rights = """
        CREATE ROLE app LOGIN;
        GRANT USAGE ON SCHEMA sessions TO app;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sessions TO app;
        """;

    public const string RowSecurity = """
        DO $$
        DECLARE kept regclass;
        BEGIN
          FOR kept IN
            SELECT c.oid FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'sessions'::regnamespace AND c.relkind = 'r' AND a.attname = 'tenant'
          LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', kept);
            EXECUTE format('CREATE POLICY own_tenant ON %s TO app USING (tenant = current_setting(''sessions.tenant''))', kept);
          END LOOP;
        END
        $$;
        """;

    public const string Conversation = """
        SELECT t.number, t.turn_key, message ->> 'role' AS role, message -> 'contents' -> 0 ->> 'text' AS text
        FROM sessions.sessions AS s
        JOIN sessions.turns AS t ON t.tenant = s.tenant AND t.segment = s.segment
        CROSS JOIN LATERAL jsonb_array_elements(convert_from(t.messages, 'UTF8')::jsonb) AS message
        WHERE s.tenant = 'acme' AND s.id = 'alice-42'
        ORDER BY t.number;
        """;

    public const string Sizes = """
        SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) AS size
        FROM pg_class WHERE relnamespace = 'sessions'::regnamespace AND relkind = 'r'
        ORDER BY pg_total_relation_size(oid) DESC;
        """;

    public const string Tenants = """
        SELECT tenant, count(*) AS turns, sum(octet_length(messages) + octet_length(record)) AS bytes
        FROM sessions.turns GROUP BY tenant ORDER BY bytes DESC LIMIT 10;
        """;

    public const string Versions = """
        SELECT version, made_at FROM sessions.versions ORDER BY version;
        """;

    public const string Empty = """
        VACUUM FULL sessions.sessions, sessions.segments, sessions.turns, sessions.state, sessions.steps, sessions.given_up, sessions.leases, sessions.text_searches, sessions.turn_texts;
        """;
}
