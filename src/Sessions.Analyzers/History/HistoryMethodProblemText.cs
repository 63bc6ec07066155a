using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.History;

/// <summary>Says why a history provider's method cannot be used, and what to do.</summary>
internal static class HistoryMethodProblemText
{
    public static string ExplainMissing(IReadOnlyCollection<string> names) => names.Count > 1
        ? "has neither a method 'GetMessagesAsync' to load the history nor a method 'SaveMessagesAsync' to store a turn; write them"
        : names.Single() == HistoryMethods.Load.Name
            ? "has no method 'GetMessagesAsync' to load the history; write it, or set LoadMessages = false"
            : "has no method 'SaveMessagesAsync' to store a turn; write it, or set StoreInputs = false and StoreOutputs = false";

    public static string? Explain(ProviderMethodBinding binding) => binding.Problem switch
    {
        ProviderMethodProblem.Ambiguous => "there is more than one that could be called; keep one",
        ProviderMethodProblem.Generic => "it has type parameters; remove them",
        ProviderMethodProblem.Inaccessible => $"it is private in '{binding.Method?.ContainingType.Name}'; make it protected or public",
        ProviderMethodProblem.ReturnType when binding.Method?.Name == HistoryMethods.Load.Name =>
            $"it returns '{Display(binding.Method.ReturnType)}'; return a list of ChatMessage, a Task or ValueTask of one, or an IAsyncEnumerable of ChatMessage",
        ProviderMethodProblem.ReturnType => $"it returns '{Display(binding.Method?.ReturnType)}'; return Task or ValueTask",
        ProviderMethodProblem.AsyncVoid => "it is async void, so that nobody knows when it is done or that it failed; return Task",
        ProviderMethodProblem.ByReference => $"parameter '{binding.Parameter?.Name}' is passed by reference; pass it by value",
        ProviderMethodProblem.UnknownParameter =>
            $"there is nothing to pass for parameter '{binding.Parameter?.Name}' of type '{Display(binding.Parameter?.Type)}'; remove it or give it a default value",
        ProviderMethodProblem.RepeatedParameter => $"parameter '{binding.Parameter?.Name}' is the second of type '{Display(binding.Parameter?.Type)}'; remove one",
        ProviderMethodProblem.NoMessages => "it takes no messages; add a parameter of type IReadOnlyList<ChatMessage>",
        _ => null,
    };

    private static string? Display(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
