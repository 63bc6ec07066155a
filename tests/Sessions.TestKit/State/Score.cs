using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sessions.TestKit;

/// <summary>State that can hold what has no JSON form.</summary>
public sealed record Score : IAgentSessionState<Score>
{
    public int Count { get; init; }

    public double Average { get; init; }

    public object? Last { get; init; }

    public IReadOnlyList<Part> Parts { get; init; } = [];

    static string IAgentSessionState<Score>.StateKey => "Score";

    static int IAgentSessionState<Score>.StateVersion => 1;

    static JsonTypeInfo<Score> IAgentSessionState<Score>.StateTypeInfo => (JsonTypeInfo<Score>)JsonSerializerOptions.Default.GetTypeInfo(typeof(Score));

    static Score IAgentSessionState<Score>.CreateState() => new();

    /// <summary>A member that has members.</summary>
    public sealed record Part
    {
        public float Share { get; init; }
    }
}
