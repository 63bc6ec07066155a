using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sessions.TestKit;

/// <summary>State that a turn changes as it goes.</summary>
public sealed record Tally : IAgentSessionState<Tally>
{
    public int Count { get; init; }

    static string IAgentSessionState<Tally>.StateKey => "Tally";

    static int IAgentSessionState<Tally>.StateVersion => 1;

    static JsonTypeInfo<Tally> IAgentSessionState<Tally>.StateTypeInfo => TallyJson.Default.Tally;

    static Tally IAgentSessionState<Tally>.CreateState() => new();
}

[JsonSerializable(typeof(Tally))]
public sealed partial class TallyJson : JsonSerializerContext;
