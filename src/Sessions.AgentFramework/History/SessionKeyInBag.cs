using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions.AgentFramework;

/// <summary>A session's key as the state bag has it: the bag takes classes alone.</summary>
internal sealed record SessionKeyInBag(string? Tenant, string? Id)
{
    public static JsonSerializerOptions JsonOptions => SessionKeyJson.Default.Options;
}

[JsonSerializable(typeof(SessionKeyInBag))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class SessionKeyJson : JsonSerializerContext;
