using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Copies contents with all that they hold: annotations, additional properties, arguments and results, and contents, dictionaries,
/// lists and JSON nodes in these, all the way down. One is made for each message.
/// </summary>
/// <remarks>
/// Shared are strings, numbers and bytes of data, which nobody can change, and objects of any other type, such as a tool's own result:
/// there is no common way to copy them. JSON elements are shared where nobody can dispose of them. So is what nests deeper than JSON may: it has no JSON form, and may
/// hold itself.
/// </remarks>
internal sealed class ContentCopier
{
    private int _depth;
    private bool _isTooDeep;

    /// <summary>Usage has no members that are shared.</summary>
    public static UsageDetails Usage(UsageDetails usage)
    {
        if (usage.GetType() != typeof(UsageDetails))
        {
            return usage;
        }

        var copy = new UsageDetails();
        copy.Add(usage);
        return copy;
    }

    /// <summary>Copies a content; one of a type that is not in the table stays as it is.</summary>
    public TContent Content<TContent>(TContent content)
        where TContent : AIContent
    {
        if (content is null || !TryGoDown())
        {
            return content!;
        }

        var copy = ContentKinds.Of(content).TryCopy(content, this);
        if (copy is not null)
        {
            copy.Annotations = Annotations(content.Annotations);
            copy.AdditionalProperties = Properties(content.AdditionalProperties);
        }

        _depth--;
        return (TContent?)copy ?? content;
    }

    [return: NotNullIfNotNull(nameof(contents))]
    public List<AIContent>? Contents(IEnumerable<AIContent>? contents) => contents is null ? null : [.. contents.Select(Content)];

    /// <summary>Copies arguments, or another object of named values.</summary>
    [return: NotNullIfNotNull(nameof(members))]
    public Dictionary<string, object?>? Members(IDictionary<string, object?>? members)
    {
        if (members is null)
        {
            return null;
        }

        var comparer = (members as Dictionary<string, object?>)?.Comparer ?? StringComparer.Ordinal;
        var copy = new Dictionary<string, object?>(members.Count, comparer);
        foreach (var (name, value) in members)
        {
            copy[name] = Value(value);
        }

        return copy;
    }

    [return: NotNullIfNotNull(nameof(properties))]
    public AdditionalPropertiesDictionary? Properties(AdditionalPropertiesDictionary? properties)
    {
        if (properties is null)
        {
            return null;
        }

        var copy = new AdditionalPropertiesDictionary();
        foreach (var (name, value) in properties)
        {
            copy[name] = Value(value);
        }

        return copy;
    }

    /// <summary>Copies an argument, a result or another value.</summary>
    public object? Value(object? value)
    {
        if (value is AIContent content)
        {
            return Content(content);
        }

        if (value is JsonElement element)
        {
            return Element(element);
        }

        if (value is null or string or bool or int or long or double || !TryGoDown())
        {
            return value;
        }

        var copy = value switch
        {
            JsonNode node => node.DeepClone(),
            AdditionalPropertiesDictionary properties => Properties(properties),
            IDictionary<string, object?> members => Members(members),
            Array array => Items(array),
            IReadOnlyCollection<AIContent> contents => Contents(contents),
            IList<object?> items => items.Select(Value).ToList(),
            List<string> texts => texts.ToList(),
            _ => value,
        };
        _depth--;
        return copy;
    }

    private static JsonElement Element(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Undefined ? element : element.Clone();
        }
        catch (ObjectDisposedException)
        {
            return element;
        }
    }

    private Array Items(Array array)
    {
        var copy = (Array)array.Clone();
        if (copy is not object?[] items)
        {
            return copy;
        }

        for (var i = 0; i < items.Length; i++)
        {
            // An array may refuse what is not of the very type that was there.
            var item = Value(items[i]);
            items[i] = item?.GetType() == items[i]?.GetType() ? item : items[i];
        }

        return copy;
    }

    private List<AIAnnotation>? Annotations(IList<AIAnnotation>? annotations)
    {
        if (annotations is null)
        {
            return null;
        }

        var copies = new List<AIAnnotation>(annotations.Count);
        for (var i = 0; i < annotations.Count; i++)
        {
            copies.Add(AnnotationCopy.Of(annotations[i], this));
        }

        return copies;
    }

    /// <summary>Goes into what a value holds, unless it is too deep. From then on nothing is copied: what holds itself twice would take forever.</summary>
    private bool TryGoDown()
    {
        if (_isTooDeep |= _depth == JsonLimits.MaxDepth)
        {
            return false;
        }

        _depth++;
        return true;
    }
}
