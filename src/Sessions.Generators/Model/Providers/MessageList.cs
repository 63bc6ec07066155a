using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>The kinds of lists of messages that a provider's method may take.</summary>
internal enum MessageListKind
{
    /// <summary>Anything that <c>IReadOnlyList&lt;ChatMessage&gt;</c> is already.</summary>
    ReadOnlyList,

    /// <summary>Anything that <c>List&lt;ChatMessage&gt;</c> is and a read-only list is not.</summary>
    List,
    Array,
}

internal static class MessageList
{
    public const string Message = "Microsoft.Extensions.AI.ChatMessage";

    public static MessageListKind? Classify(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType.Is(Message) ? MessageListKind.Array : null,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when named.TypeArguments[0].Is(Message) => named.OriginalDefinition.ToMetadataName() switch
        {
            "System.Collections.Generic.IReadOnlyList`1" or "System.Collections.Generic.IReadOnlyCollection`1" or "System.Collections.Generic.IEnumerable`1" => MessageListKind.ReadOnlyList,
            "System.Collections.Generic.IList`1" or "System.Collections.Generic.ICollection`1" or "System.Collections.Generic.List`1" => MessageListKind.List,
            _ => null,
        },
        _ => null,
    };
}
