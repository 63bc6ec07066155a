using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sessions.Benchmarks;

/// <summary>Serializes and deserializes ten state types, with our metadata and with that of System.Text.Json's generator.</summary>
internal static class JsonBenchmark
{
    private const int WarmUp = 300;
    private const int Rounds = 401;

    public static void Run()
    {
        var serialize = new Table(Header);
        var deserialize = new Table(Header);
        var ratios = new List<double>();
        Add(StateValues.Small, JsonContext.Default.Small);
        Add(StateValues.Large, JsonContext.Default.Large);
        Add(StateValues.Nested, JsonContext.Default.Nested);
        Add(StateValues.Lists, JsonContext.Default.Lists);
        Add(StateValues.Dictionaries, JsonContext.Default.Dictionaries);
        Add(StateValues.Enums, JsonContext.Default.Enums);
        Add(StateValues.Dates, JsonContext.Default.Dates);
        Add(StateValues.Immutables, JsonContext.Default.Immutables);
        Add(StateValues.Constructed, JsonContext.Default.Constructed);
        Add(StateValues.Conversation, JsonContext.Default.Conversation);
        serialize.Print("Serialize");
        deserialize.Print("Deserialize");
        Console.WriteLine($"Highest ratio: {Table.Ratio(ratios.Max())}, median {Table.Ratio(ratios.Order().ElementAt(ratios.Count / 2))} (goal: each at most 1.05, and no more bytes)");
        Console.WriteLine();

        void Add<T>(T value, JsonTypeInfo<T> theirs)
            where T : class, IAgentSessionState<T>
        {
            var ours = T.StateTypeInfo!;
            var json = JsonSerializer.SerializeToUtf8Bytes(value, ours);
            if (!json.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(value, theirs)))
            {
                throw new InvalidOperationException($"{typeof(T)} is written as different JSON.");
            }

            ratios.Add(AddRow<T>(serialize, ours, theirs, typeInfo => JsonSerializer.SerializeToUtf8Bytes(value, typeInfo)));
            ratios.Add(AddRow<T>(deserialize, ours, theirs, typeInfo => JsonSerializer.Deserialize(json, typeInfo)));
        }
    }

    private static string[] Header => ["Type", "Sessions ns", "STJ ns", "Ratio", "Sessions bytes", "STJ bytes"];

    private static double AddRow<T>(Table table, JsonTypeInfo<T> ours, JsonTypeInfo<T> theirs, Action<JsonTypeInfo<T>> operation)
    {
        var operations = OperationsPerRun(ours, theirs, operation);
        var results = Contest.Run(WarmUp, Rounds, [Repeat("Sessions", ours), Repeat("STJ", theirs)]);
        var (own, other) = (results[0], results[1]);
        var ratio = own.Ratios[1];
        table.Add(typeof(T).Name, Table.Number(own.Nanoseconds), Table.Number(other.Nanoseconds), Table.Ratio(ratio), Table.Number(own.Bytes), Table.Number(other.Bytes));
        return ratio;

        Contender Repeat(string name, JsonTypeInfo<T> typeInfo) => new(name, () => () =>
        {
            for (var i = 0; i < operations; i++)
            {
                operation(typeInfo);
            }
        }, operations);
    }

    /// <summary>So many that a run takes about a millisecond: long against the clock, short against what disturbs it.</summary>
    private static int OperationsPerRun<T>(JsonTypeInfo<T> ours, JsonTypeInfo<T> theirs, Action<JsonTypeInfo<T>> operation)
    {
        const int Milliseconds = 200;
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(Milliseconds))
        {
            // Both, or the compiler that optimizes by what it sees running would see only one.
            operation(ours);
            operation(theirs);
            count += 2;
        }

        return Math.Max(1, count / Milliseconds);
    }
}
