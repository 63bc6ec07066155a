using System.Text.Json.Nodes;
using Sessions;

namespace Persistence;

[AgentSessionState(Key = "profile", Version = 2)]
public sealed partial record Profile
{
    public string? FullName { get; init; }

    public int Visits { get; init; }

    [StateMigration(From = 1)]
    private static void JoinNames(JsonObject state)
    {
        state["FullName"] = $"{state["First"]} {state["Last"]}".Trim();
        state.Remove("First");
        state.Remove("Last");
    }
}
