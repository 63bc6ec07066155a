using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>What the messages that a provider's method returns are in.</summary>
internal enum MessageReturnForm
{
    /// <summary>An <c>IAsyncEnumerable</c>.</summary>
    Stream,

    /// <summary>An <c>IReadOnlyList</c>.</summary>
    List,

    /// <summary>Another <c>IEnumerable</c>.</summary>
    Sequence,

    /// <summary>The list that may be one of nothing, not even of no messages.</summary>
    ImmutableArray,
}

/// <summary>How messages are had from what a provider's method returns.</summary>
/// <param name="Form">What they are in.</param>
/// <param name="IsAwaited">It returns a task.</param>
/// <param name="CanBeNull">What they are in is a class, or a struct that may be missing.</param>
internal sealed record MessageReturn(MessageReturnForm Form, bool IsAwaited, bool CanBeNull)
{
    /// <summary>Reads a method's return type; <see langword="null"/> when no messages can be had from it.</summary>
    public static MessageReturn? Of(ITypeSymbol returned)
    {
        if (IsMessages(returned, "System.Collections.Generic.IAsyncEnumerable`1"))
        {
            return new MessageReturn(MessageReturnForm.Stream, IsAwaited: false, CanBeNull: false);
        }

        var isAwaited = IsTask(returned);
        var result = isAwaited ? ((INamedTypeSymbol)returned).TypeArguments.FirstOrDefault() : returned;
        var messages = result is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : result;
        return messages is not null && FindForm(messages) is { } form
            ? new MessageReturn(form, isAwaited, CanBeNull: !SymbolEqualityComparer.Default.Equals(messages, result) || !messages.IsValueType)
            : null;
    }

    public static bool IsTask(ITypeSymbol type) =>
        type is INamedTypeSymbol named && named.OriginalDefinition.ToMetadataName() is
            "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1" or
            "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1";

    private static MessageReturnForm? FindForm(ITypeSymbol messages) =>
        !IsMessages(messages, "System.Collections.Generic.IEnumerable`1") || messages.IsRefLikeType ? null
        : messages.Is("System.Collections.Immutable.ImmutableArray`1") ? MessageReturnForm.ImmutableArray
        : IsMessages(messages, "System.Collections.Generic.IReadOnlyList`1") ? MessageReturnForm.List
        : MessageReturnForm.Sequence;

    private static bool IsMessages(ITypeSymbol type, string sequence) =>
        (type is INamedTypeSymbol named && IsMessages(named, sequence)) || type.AllInterfaces.Any(current => IsMessages(current, sequence));

    private static bool IsMessages(INamedTypeSymbol type, string sequence) => type.Is(sequence) && type.TypeArguments[0].Is(MessageList.Message);
}
