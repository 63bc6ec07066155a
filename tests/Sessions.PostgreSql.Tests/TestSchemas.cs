using System.Collections.Concurrent;

namespace Sessions.PostgreSql.Tests;

/// <summary>
/// Schemas of the database, each for one store at a time. One that was given back is emptied and used again, which takes a fraction of the time that making
/// one takes.
/// </summary>
internal static class TestSchemas
{
    private static readonly ConcurrentQueue<string> Used = [];
    private static int _count;

    /// <summary>The name of a schema that is not there, or has nothing but the store's empty tables.</summary>
    public static string Rent()
    {
        if (!Used.TryDequeue(out var schema))
        {
            return New();
        }

        // Not before: whatever its last user has left running has had the time that all others took.
        Empty(schema);
        return schema;
    }

    public static void Return(string schema) => Used.Enqueue(schema);

    /// <summary>The name of a schema that is not there.</summary>
    public static string New() => $"s{Interlocked.Increment(ref _count)}";

    private static void Empty(string schema)
    {
        using var command = PostgresDatabase.DataSource.CreateCommand($"""
            DO $$
            DECLARE v_table record;
            BEGIN
              FOR v_table IN SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' AND tablename <> 'versions' LOOP
                EXECUTE format('DELETE FROM %I.%I', '{schema}', v_table.tablename);
              END LOOP;
            END
            $$
            """);
        command.ExecuteNonQuery();
    }
}
