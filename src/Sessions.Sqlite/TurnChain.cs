using Microsoft.Data.Sqlite;

namespace Sessions;

/// <summary>Part of a chain of turns in which each turn follows the one before it by number.</summary>
internal sealed record TurnRun(long First, long Last);

/// <summary>Finds the runs that a chain of turns is made of. A session that was never rewound is a single one.</summary>
internal static class TurnChain
{
    /// <summary>
    /// The runs of the chain that ends with <c>$through</c>, newest first, as <c>run (first, last)</c>. The first turn of a run
    /// is the newest that does not follow its predecessor by number; the oldest run begins with 0, where state that was set
    /// before the first turn lies. There is none where the turn is not there.
    /// </summary>
    /// <remarks>The index holds branches only. Left to itself, SQLite searches the session's turns for one, which are many.</remarks>
    public const string Sql =
        """
        WITH RECURSIVE run (first, last) AS (
          SELECT coalesce((
            SELECT max(number) FROM turns INDEXED BY turns_by_branch
            WHERE tenant = $tenant AND session_id = $session AND number <= $through
              AND parent_turn <> number - 1), 0), $through
          WHERE $through = 0 OR EXISTS (SELECT 1 FROM turns WHERE tenant = $tenant AND session_id = $session AND number = $through)
          UNION ALL
          SELECT coalesce((
            SELECT max(number) FROM turns INDEXED BY turns_by_branch
            WHERE tenant = $tenant AND session_id = $session AND number <= branch.parent_turn
              AND parent_turn <> number - 1), 0), branch.parent_turn
          FROM run CROSS JOIN turns AS branch ON branch.tenant = $tenant AND branch.session_id = $session AND branch.number = run.first
            AND branch.parent_turn < branch.number
        )
        """;

    /// <summary>The runs, oldest first, as far as they lie after a turn.</summary>
    public static IReadOnlyList<TurnRun> Read(SqliteConnection connection, SessionKey key, long afterTurn, long throughTurn)
    {
        const string Query = Sql + " SELECT max(first, $after + 1), last FROM run WHERE last > $after ORDER BY last";
        using var command = connection.CreateCommand(Query, key);
        command.Set("$after", afterTurn);
        command.Set("$through", throughTurn);
        using var reader = command.ExecuteReader();
        var runs = new List<TurnRun>();
        while (reader.Read())
        {
            runs.Add(new TurnRun(reader.GetInt64(0), reader.GetInt64(1)));
        }

        return runs;
    }
}
