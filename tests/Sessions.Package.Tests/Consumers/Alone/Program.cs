using System.Collections.Immutable;
using Consumer;
using Microsoft.Extensions.AI;
using Sessions;
using Framework = Microsoft.Agents.AI;
using Ours = Sessions.Agents;

using var chatClient = new EchoChatClient();
Framework.AgentSession theirs = await new Framework.ChatClientAgent(chatClient, name: "Theirs").CreateSessionAsync();
Ours.AgentSession ours = await new Ours.ChatClientAgent(chatClient, name: "Ours").CreateSessionAsync();

theirs.SetTravelPreferences(new TravelPreferences { UserName = "Alice" });
ours.SetTravelPreferences(new TravelPreferences { UserName = "Bob" });
#if NET10_0_OR_GREATER
theirs.TravelPreferences = theirs.TravelPreferences with { Interests = ["hiking"] };
ours.TravelPreferences = ours.TravelPreferences with { Interests = ["skiing"] };
#else
theirs.UpdateTravelPreferences(known => known with { Interests = ["hiking"] });
ours.UpdateTravelPreferences(known => known with { Interests = ["skiing"] });
#endif

Console.WriteLine($"{theirs.GetTravelPreferences().UserName}: {string.Join(", ", theirs.GetTravelPreferences().Interests)}");
Console.WriteLine($"{ours.GetTravelPreferences().UserName}: {string.Join(", ", ours.GetTravelPreferences().Interests)}");

[AgentSessionState]
public sealed partial record TravelPreferences
{
    public string? UserName { get; init; }

    public ImmutableArray<string> Interests { get; init; } = [];
}
