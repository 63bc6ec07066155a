using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sessions;

/// <summary>The metadata of the values that state is most often made of. The generator writes none for them.</summary>
internal static class BuiltInMetadata
{
    public static JsonTypeInfo? Create(Type type, JsonSerializerOptions options) =>
        type == typeof(string) ? Value<string>(options, JsonMetadataServices.StringConverter)
        : type == typeof(bool) ? Value<bool>(options, JsonMetadataServices.BooleanConverter)
        : type == typeof(int) ? Value<int>(options, JsonMetadataServices.Int32Converter)
        : type == typeof(long) ? Value<long>(options, JsonMetadataServices.Int64Converter)
        : type == typeof(double) ? Value<double>(options, JsonMetadataServices.DoubleConverter)
        : type == typeof(decimal) ? Value<decimal>(options, JsonMetadataServices.DecimalConverter)
        : type == typeof(DateTime) ? Value<DateTime>(options, JsonMetadataServices.DateTimeConverter)
        : type == typeof(DateTimeOffset) ? Value<DateTimeOffset>(options, JsonMetadataServices.DateTimeOffsetConverter)
        : type == typeof(DateOnly) ? Value<DateOnly>(options, JsonMetadataServices.DateOnlyConverter)
        : type == typeof(TimeOnly) ? Value<TimeOnly>(options, JsonMetadataServices.TimeOnlyConverter)
        : type == typeof(TimeSpan) ? Value<TimeSpan>(options, JsonMetadataServices.TimeSpanConverter)
        : type == typeof(Guid) ? Value<Guid>(options, JsonMetadataServices.GuidConverter)
        : null;

    private static JsonTypeInfo<T> Value<T>(JsonSerializerOptions options, JsonConverter converter) =>
        JsonMetadataServices.CreateValueInfo<T>(options, converter);
}
