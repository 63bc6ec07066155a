using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>
/// Makes contents of any kind with a value in every member that can be set, and puts other values there. Both go by the types of
/// the members, so that what Microsoft.Extensions.AI adds is filled too, or is named where there is no value for it.
/// </summary>
public static class ContentFiller
{
    /// <summary>The kinds of content that can be made.</summary>
    public static IReadOnlyList<Type> Kinds { get; } =
        [.. typeof(AIContent).Assembly.GetTypes().Where(type => type.IsPublic && type.IsAssignableTo(typeof(AIContent)) && type.GetConstructors().Length > 0).OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>A content of a kind, filled.</summary>
    public static AIContent Create(Type kind) => (AIContent)New(kind, "filled");

    /// <summary>Arguments that hold whatever arguments may hold.</summary>
    public static Dictionary<string, object?> Arguments(string word) => new(StringComparer.Ordinal)
    {
        ["nothing"] = null,
        ["text"] = word,
        ["number"] = 7,
        ["element"] = JsonSerializer.SerializeToElement(new[] { word }),
        ["node"] = new JsonObject { ["inner"] = new JsonArray(word) },
        ["object"] = new Dictionary<string, object?> { ["list"] = new List<object?> { word, new Dictionary<string, object?> { ["deep"] = word } } },
        ["sorted"] = new SortedDictionary<string, object?> { ["inner"] = new List<object?> { word } },
        ["array"] = new object?[] { word, new Dictionary<string, object?> { ["deep"] = word } },
        ["objects"] = new[] { new Dictionary<string, object?> { ["deep"] = word } },
        ["texts"] = new List<string> { word },
        ["numbers"] = new[] { 1, 2, 3 },
        ["properties"] = new AdditionalPropertiesDictionary { ["inner"] = new List<string> { word } },
        ["content"] = new UriContent($"https://example.com/{word}", "text/html"),
        ["contents"] = new List<AIContent> { new HostedFileContent(word), new TextContent(word) },
        ["contentArray"] = new AIContent[] { new ErrorContent(word) },
    };

    /// <summary>Puts other values, with the word <c>changed</c> in them, wherever one can be put from here on.</summary>
    public static void Change(object? value)
    {
        switch (value)
        {
            case null or string or Uri or Exception or ValueType:
                return;
            case JsonObject node:
                Change(node.First().Value);
                node["changed"] = "changed";
                return;
            case JsonArray node:
                node.Add("changed");
                return;
            case IDictionary<string, object?> members:
                ChangeMembers(members);
                return;
            case IDictionary<string, long> counts:
                counts["changed"] = 99;
                return;
            case IList items:
                ChangeItems(items);
                return;
        }

        foreach (var property in value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            Change(property.GetValue(value));
            if (property.SetMethod is { IsPublic: true })
            {
                Set(property, value, "changed");
            }
        }
    }

    private static void ChangeMembers(IDictionary<string, object?> members)
    {
        foreach (var name in members.Keys.ToList())
        {
            Change(members[name]);
            members[name] = "changed";
        }

        members["changed"] = "changed";
    }

    private static void ChangeItems(IList items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Change(items[i]);
            items[i] = items[i] switch
            {
                int => 99,
                string => "changed",
                AIContent => new TextContent("changed"),
                AIAnnotation => new CitationAnnotation { Title = "changed" },
                AnnotatedRegion => new TextSpanAnnotatedRegion { StartIndex = 99 },
                { } other => other,
                null => null,
            };
        }
    }

    private static void Set(PropertyInfo property, object of, string word) =>
        property.SetValue(of, property.GetValue(of) is bool flag ? !flag : ValueFor(property.PropertyType, property.Name, word));

    private static object New(Type type, string word)
    {
        var constructor = type.GetConstructors().MaxBy(constructor => (constructor.GetParameters().Length, constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(ReadOnlyMemory<byte>))))!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => ValueFor(parameter.ParameterType, parameter.Name!, word))]);
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            Set(property, made, word);
        }

        return made;
    }

    private static object ValueFor(Type type, string name, string word)
    {
        (Type Type, Func<object> Make)[] values =
        [
            (typeof(string), () => name.ToLowerInvariant() switch
            {
                "mediatype" => $"text/{word}",
                "uri" => $"https://example.com/{word}",
                _ => $"{word} {name}",
            }),
            (typeof(bool), () => true),
            (typeof(ChatRole), () => ChatRole.System),
            (typeof(int), () => word.Length),
            (typeof(long), () => (long)word.Length),
            (typeof(DateTimeOffset), () => DateTimeOffset.UnixEpoch.AddDays(word.Length)),
            (typeof(Uri), () => new Uri($"https://example.com/{word}/{name}")),
            (typeof(ReadOnlyMemory<byte>), () => (ReadOnlyMemory<byte>)new byte[] { 1, 2, 3 }),
            (typeof(Exception), () => new InvalidOperationException(word)),
            (typeof(UsageDetails), () => New(typeof(UsageDetails), word)),
            (typeof(AdditionalPropertiesDictionary<long>), () => new AdditionalPropertiesDictionary<long> { [word] = word.Length }),
            (typeof(ToolCallContent), () => New(typeof(FunctionCallContent), word)),
            (typeof(IDictionary<string, object?>), () => Arguments(word)),
            (typeof(AdditionalPropertiesDictionary), () => new AdditionalPropertiesDictionary(Arguments(word))),
            (typeof(object), () => Arguments(word)),
            (typeof(IList<string>), () => new List<string> { word, name }),
            (typeof(IList<AIContent>), () => new List<AIContent> { (AIContent)New(typeof(UriContent), word), new FunctionResultContent(word, Arguments(word)) }),
            (typeof(IList<AIAnnotation>), () => new List<AIAnnotation> { (AIAnnotation)New(typeof(CitationAnnotation), word), (AIAnnotation)New(typeof(AIAnnotation), word) }),
            (typeof(IList<AnnotatedRegion>), () => new List<AnnotatedRegion> { (AnnotatedRegion)New(typeof(TextSpanAnnotatedRegion), word), new() }),
        ];
        var asked = Nullable.GetUnderlyingType(type) ?? type;
        return values.FirstOrDefault(value => value.Type == asked).Make?.Invoke()
            ?? throw new InvalidOperationException($"There is no value for member '{name}' of type {type}. Give it one here, and see that ContentKinds copies it.");
    }
}
