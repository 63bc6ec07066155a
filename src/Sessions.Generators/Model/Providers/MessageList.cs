using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>The kinds of lists of messages that a provider's method may take.</summary>
internal enum MessageListKind
{
    /// <summary>Anything that <c>IReadOnlyList&lt;ChatMessage&gt;</c> is already.</summary>
    ReadOnlyList,

    /// <summary>Anything that <c>List&lt;ChatMessage&gt;</c> is and a read-only list is not.</summary>
    List,

    /// <summary>An array, or what an array is by itself: a span or a memory.</summary>
    Array,
    ImmutableArray,
    ImmutableList,
}

internal static class MessageList
{
    public const string Message = "Microsoft.Extensions.AI.ChatMessage";

    private const string Generic = "System.Collections.Generic.";
    private const string Immutable = "System.Collections.Immutable.";

    public static MessageListKind? Classify(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType.Is(Message) ? MessageListKind.Array : null,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when named.TypeArguments[0].Is(Message) => named.OriginalDefinition.ToMetadataName() switch
        {
            Generic + "IReadOnlyList`1" or Generic + "IReadOnlyCollection`1" or Generic + "IEnumerable`1" => MessageListKind.ReadOnlyList,
            Generic + "IList`1" or Generic + "ICollection`1" or Generic + "List`1" => MessageListKind.List,
            "System.ReadOnlyMemory`1" or "System.Memory`1" or "System.ReadOnlySpan`1" or "System.Span`1" => MessageListKind.Array,
            Immutable + "ImmutableArray`1" => MessageListKind.ImmutableArray,
            Immutable + "ImmutableList`1" or Immutable + "IImmutableList`1" => MessageListKind.ImmutableList,
            _ => null,
        },
        _ => null,
    };

    /// <summary>Whether the type holds messages, in whatever form.</summary>
    public static bool IsOfMessages(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsMessage(array.ElementType),
        INamedTypeSymbol named => IsMessage(named) || named.TypeArguments.Any(IsMessage),
        _ => false,
    };

    private static bool IsMessage(ITypeSymbol type) => type is INamedTypeSymbol named && named.SelfAndBaseTypes().Any(static current => current.Is(Message));
}
