using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Sessions;

[JsonSerializable(typeof(JsonObject))]
[JsonSourceGenerationOptions(MaxDepth = JsonLimits.MaxDepth)]
internal sealed partial class StateNodeJson : JsonSerializerContext;
