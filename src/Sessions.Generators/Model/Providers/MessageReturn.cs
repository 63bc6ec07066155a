using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>How messages are had from what a provider's method returns.</summary>
/// <param name="IsAwaited">It returns a task.</param>
/// <param name="IsStream">It returns an <c>IAsyncEnumerable</c>.</param>
/// <param name="IsList">The messages are an <c>IReadOnlyList</c> already.</param>
internal sealed record MessageReturn(bool IsAwaited, bool IsStream, bool IsList)
{
    /// <summary>Reads a method's return type; <see langword="null"/> when no messages can be had from it.</summary>
    public static MessageReturn? Of(ITypeSymbol returned)
    {
        if (IsMessages(returned, "System.Collections.Generic.IAsyncEnumerable`1"))
        {
            return new MessageReturn(IsAwaited: false, IsStream: true, IsList: false);
        }

        var isAwaited = IsTask(returned);
        var messages = isAwaited ? ((INamedTypeSymbol)returned).TypeArguments.FirstOrDefault() : returned;
        return messages is not null && IsMessages(messages, "System.Collections.Generic.IEnumerable`1")
            ? new MessageReturn(isAwaited, IsStream: false, IsList: IsMessages(messages, "System.Collections.Generic.IReadOnlyList`1"))
            : null;
    }

    public static bool IsTask(ITypeSymbol type) =>
        type is INamedTypeSymbol named && named.OriginalDefinition.ToMetadataName() is
            "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1" or
            "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1";

    private static bool IsMessages(ITypeSymbol type, string sequence) =>
        (type is INamedTypeSymbol named && IsMessages(named, sequence)) || type.AllInterfaces.Any(current => IsMessages(current, sequence));

    private static bool IsMessages(INamedTypeSymbol type, string sequence) => type.Is(sequence) && type.TypeArguments[0].Is(MessageList.Message);
}
