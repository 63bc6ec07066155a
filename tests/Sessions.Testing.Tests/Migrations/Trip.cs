using System.Text.Json.Nodes;

#pragma warning disable CA1507 // The names are those of stored JSON: they do not follow the members when these are renamed.

namespace Sessions.Testing.Tests;

/// <summary>State that has shipped twice before: version 1 called the city a place, version 2 had no days.</summary>
[AgentSessionState(Version = 3)]
public sealed partial record Trip
{
    public string? City { get; init; }

    public int Days { get; init; }

    [StateMigration(From = 1)]
    private static void Rename(JsonObject state)
    {
        state["City"] = state["Place"]?.DeepClone();
        state.Remove("Place");
    }

    [StateMigration(From = 2)]
    private static void AddDays(JsonObject state) => state["Days"] = 1;
}
