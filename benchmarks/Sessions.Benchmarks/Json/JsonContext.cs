using System.Text.Json.Serialization;

namespace Sessions.Benchmarks;

/// <summary>The same types by System.Text.Json's own generator, in the mode that writes metadata as ours does.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Small))]
[JsonSerializable(typeof(Large))]
[JsonSerializable(typeof(Nested))]
[JsonSerializable(typeof(Lists))]
[JsonSerializable(typeof(Dictionaries))]
[JsonSerializable(typeof(Enums))]
[JsonSerializable(typeof(Dates))]
[JsonSerializable(typeof(Immutables))]
[JsonSerializable(typeof(Constructed))]
[JsonSerializable(typeof(Conversation))]
internal sealed partial class JsonContext : JsonSerializerContext;
