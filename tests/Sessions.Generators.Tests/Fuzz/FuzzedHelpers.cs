namespace Sessions.Generators.Tests.Fuzz;

/// <summary>The types that fuzzed files are about: those that JSON can write, and those that it cannot.</summary>
internal static class FuzzedHelpers
{
    public const string Source = """
        global using System.Text.Json.Serialization;
        global using Helpers;

        namespace Helpers
        {
            public enum Mood { Calm, Merry = 5 }
            public class Place { public string Name { get; set; } = ""; public Place? Parent { get; set; } public List<Place> Parts { get; set; } = []; }
            public record Point(int X, int Y = 7);
            public record struct Size(int Width, int Height);
            public struct Mutable { public int A { get; set; } public int B { get; init; } }
            public sealed class Pair<TFirst, TSecond> { public TFirst? First { get; set; } public TSecond? Second { get; set; } }
            public class Sealed<T> { [JsonInclude] private T? Kept { get; set; } public T? Read() => Kept; }
            public class Endless<T> { public Endless<Endless<T>>? Next { get; set; } }
            public sealed class Names : List<string>;
            public sealed class Bag : IEnumerable<int> { private Bag() { } public IEnumerator<int> GetEnumerator() => throw new NotSupportedException(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator(); }
            public interface IOpen { int Open { get; } }
            public class Odd(int hidden) { public int Read() => hidden; }
            public class Lost { public int Count { get; private set; } public int Field; public List<int> Items { get; } = []; public void Use() => Count = Field; }
            public sealed record Needy { public required string Name { get; init; } public required int Age { get; set; } }
            public class Twice { public int A { get; set; } [JsonPropertyName("A")] public int B { get; set; } }
            internal sealed record Inner(int A, [property: JsonInclude] string B = "b");
            [JsonDerivedType(typeof(Circle), "circle"), JsonDerivedType(typeof(Square), 7)] public abstract record Shape;
            public sealed record Circle(double Radius) : Shape;
            public sealed record Square(double Side) : Shape;
            [Obsolete] public record Old(int A);
            [System.Diagnostics.CodeAnalysis.Experimental("NEW1")] public record New(int A);
            [JsonConverter(typeof(TextConverter<Coded>))] public sealed record Coded;
            public class Base { public virtual int Own { get; set; } public required int Needed { get; init; } [JsonInclude] protected string? Kept { get; private set; } }
            public abstract record BaseRecord(int Own) { protected BaseRecord() : this(1) { } public virtual string? Text { get; init; } }
            public class Generic<T> { public T? Own { get; set; } [JsonInclude] protected T? Kept { get; set; } }
            public class TextConverter<T> : JsonConverter<T> { public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) { reader.Skip(); return default!; } public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNullValue(); }
            public abstract class NoConverter : JsonConverter<int>;
            public class HiddenConverter : JsonConverter<int> { private HiddenConverter() { } public override int Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => 0; public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value); }
            public sealed class Context() : JsonSerializerContext(null) { public static Context Default { get; } = new(); protected override JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; }
        }
        """;
}
