using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Sessions.AgentFramework.Tests.State;

/// <summary>State in its second version: in the first, the user's name was <c>Name</c>.</summary>
[AgentSessionState(Version = 2)]
public sealed partial record Trip
{
    public string? UserName { get; init; }

    public Weather Weather { get; init; }

    public Weather? Feared { get; init; }

    public List<Weather> Forecast { get; init; } = [];

    public Dictionary<Weather, int> Odds { get; init; } = [];

    public Stay? First { get; init; }

    public ImmutableArray<string> Interests { get; init; } = [];

    [StateMigration(From = 1)]
    private static void RenameName(JsonObject state)
    {
        state[nameof(UserName)] = state["Name"]?.DeepClone();
        state.Remove("Name");
    }
}

public sealed record Stay(string Place, Weather Weather);

public enum Weather
{
    Fair,
    Rain,
    Snow = 7,
}

/// <summary>What the framework's users have before they have us.</summary>
public sealed record TripOfBefore(string Name, Weather Weather, Weather? Feared, IReadOnlyList<Weather> Forecast, IReadOnlyDictionary<Weather, int> Odds, Stay First);

/// <summary>Another type under the same key.</summary>
[AgentSessionState(Key = "Trip")]
public sealed partial record OtherTrip
{
    public string? UserName { get; init; }
}

/// <summary>State that is changed in place.</summary>
[AgentSessionState]
public sealed partial class Basket
{
    public List<string> Items { get; set; } = [];
}

/// <summary>State that cannot be made without arguments.</summary>
[AgentSessionState]
public sealed partial record Account(string Number);

/// <summary>State that is counted up.</summary>
[AgentSessionState]
public sealed partial record Visits
{
    public int Count { get; init; }
}

/// <summary>State with enums that say how they are written. What the framework writes with is stronger than what a type says.</summary>
[AgentSessionState]
public sealed partial record Walk
{
    public Pace Pace { get; init; }

    public Pace? Fastest { get; init; }

    public ImmutableArray<Pace> Paces { get; init; } = [];

    public Ground Ground { get; init; }

    [JsonConverter(typeof(JsonNumberEnumConverter<Ground>))]
    public Ground Below { get; init; }
}

[JsonConverter(typeof(JsonNumberEnumConverter<Pace>))]
public enum Pace
{
    Slow,
    Fast,
}

[JsonConverter(typeof(JsonStringEnumConverter<Ground>))]
public enum Ground
{
    Rock,
    Grass,
}

/// <summary>State that may have no JSON form.</summary>
[AgentSessionState]
public sealed partial record Score
{
    public double Average { get; init; }
}

/// <summary>State that is never serialized, and could not be.</summary>
[AgentSessionState(Transient = true)]
public sealed partial class Connection
{
    public Func<int>? Open { get; set; }
}

/// <summary>Transient state under the key of another type.</summary>
[AgentSessionState(Transient = true, Key = "Basket")]
public sealed partial class OpenBasket;
