using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>Values of all kinds that have no JSON form, or none that could be read again.</summary>
public static class Unwritable
{
    /// <summary>What each is called, and how it is made.</summary>
    public static IReadOnlyDictionary<string, Func<object>> Values { get; } = new Dictionary<string, Func<object>>(StringComparer.Ordinal)
    {
        ["NaN"] = () => double.NaN,
        ["infinity"] = () => float.NegativeInfinity,
        ["NaN in a list"] = () => new List<object?> { 1, double.NaN },
        ["a dictionary that holds itself"] = Circle,
        ["a list that holds itself"] = () =>
        {
            var list = new List<object?>();
            list.Add(list);
            return list;
        },
        ["an undefined element"] = () => default(JsonElement),
        ["an element that was disposed"] = () =>
        {
            using var document = JsonDocument.Parse("{\"a\":[1]}");
            return document.RootElement;
        },
        ["an element of 300 levels"] = () => JsonDocument.Parse(Nested(300), new JsonDocumentOptions { MaxDepth = 1000 }).RootElement,
        ["an element of 2,000 levels"] = () => JsonDocument.Parse(Nested(2_000), new JsonDocumentOptions { MaxDepth = 5_000 }).RootElement,
        ["a dictionary of 300 levels"] = () =>
        {
            object? inner = 1;
            for (var i = 0; i < 300; i++)
            {
                inner = new Dictionary<string, object?> { ["in"] = inner };
            }

            return inner;
        },
        ["a getter that throws"] = () => new Throwing(),
        ["a delegate"] = () => (Action)(() => { }),
        ["a type"] = () => typeof(string),
        ["a pointer"] = () => (nint)7,
        ["a stream"] = () => new MemoryStream(),
    };

    /// <summary>A content that is of no type that is known, or holds a value that cannot be written.</summary>
    public static AIContent Content(object value) => value is Throwing ? new OwnContent() : new OwnContent { Value = value };

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static Dictionary<string, object?> Circle()
    {
        var circle = new Dictionary<string, object?>();
        circle["self"] = circle;
        return circle;
    }

    /// <summary>A content of the application's own.</summary>
    public sealed class OwnContent : AIContent
    {
        public object? Value { get; set; }
    }

    private sealed class Throwing
    {
        public string Name { get; } = "throwing";

        public string Value => throw new InvalidTimeZoneException($"The value of {Name} is not to be had.");
    }
}
