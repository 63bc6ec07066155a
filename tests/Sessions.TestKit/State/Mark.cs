using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sessions.TestKit;

/// <summary>State that is set as a whole.</summary>
public sealed record Mark : IAgentSessionState<Mark>
{
    public string Text { get; init; } = "";

    static string IAgentSessionState<Mark>.StateKey => "Mark";

    static int IAgentSessionState<Mark>.StateVersion => 1;

    static JsonTypeInfo<Mark> IAgentSessionState<Mark>.StateTypeInfo => MarkJson.Default.Mark;

    static Mark IAgentSessionState<Mark>.CreateState() => new();
}

[JsonSerializable(typeof(Mark))]
public sealed partial class MarkJson : JsonSerializerContext;
