using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sessions.Tests;

/// <summary>State with enums wherever one can be, in its second version.</summary>
internal sealed record Outing : IAgentSessionState<Outing>
{
    public string? UserName { get; init; }

    public Weather Weather { get; init; }

    public Weather? Feared { get; init; }

    public List<Weather> Forecast { get; init; } = [];

    public Dictionary<Weather, int> Odds { get; init; } = [];

    public Stop? First { get; init; }

    public Mood Mood { get; init; }

    static string IAgentSessionState<Outing>.StateKey => "Outing";

    static int IAgentSessionState<Outing>.StateVersion => 2;

    static JsonTypeInfo<Outing> IAgentSessionState<Outing>.StateTypeInfo => OutingJson.Default.Outing;

    static Outing IAgentSessionState<Outing>.CreateState() => new();

    static void IAgentSessionState<Outing>.MigrateState(JsonObject state, int fromVersion)
    {
        state[nameof(UserName)] = state["Name"]?.DeepClone();
        state.Remove("Name");
    }
}

/// <summary>A part of it.</summary>
internal sealed record Stop(string Place, Weather Weather);

internal enum Weather
{
    Fair,
    Rain,
    Snow = 7,
}

/// <summary>An enum that says how it is written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Mood>))]
internal enum Mood
{
    Calm,

    [JsonStringEnumMemberName("full-of-joy")]
    Joyful,
}

/// <summary>State whose members only their case tells apart.</summary>
internal sealed record Twins : IAgentSessionState<Twins>
{
    public string? Name { get; init; }

    [JsonPropertyName("name")]
    public string? Other { get; init; }

    public Weather Weather { get; init; }

    static string IAgentSessionState<Twins>.StateKey => "Twins";

    static int IAgentSessionState<Twins>.StateVersion => 1;

    static JsonTypeInfo<Twins> IAgentSessionState<Twins>.StateTypeInfo => OutingJson.Default.Twins;

    static Twins IAgentSessionState<Twins>.CreateState() => new();
}

[JsonSerializable(typeof(Outing))]
[JsonSerializable(typeof(Twins))]
internal sealed partial class OutingJson : JsonSerializerContext;
