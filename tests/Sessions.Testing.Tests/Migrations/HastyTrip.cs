using System.Text.Json.Nodes;

#pragma warning disable CA1507 // The names are those of stored JSON: they do not follow the members when these are renamed.

namespace Sessions.Testing.Tests;

/// <summary>State with migrations that did not look at what is stored.</summary>
[AgentSessionState(Version = 3)]
public sealed partial record HastyTrip
{
    public string? City { get; init; }

    public int Days { get; init; }

    /// <summary>There may be no place.</summary>
    [StateMigration(From = 1)]
    private static void Rename(JsonObject state) => state["City"] = state["Place"]!.GetValue<string>();

    /// <summary>The days are a number now.</summary>
    [StateMigration(From = 2)]
    private static void KeepDays(JsonObject state) => state["Days"] = state["Days"]?.ToString() ?? "one";
}
