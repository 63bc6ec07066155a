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
        ProviderMethodProblem.Explicit =>
            $"it implements '{binding.Method?.ExplicitInterfaceImplementations.FirstOrDefault()?.ContainingType.Name}' explicitly and cannot be called by its name; make it a method of the class",
        ProviderMethodProblem.UnknownParameter => $"there is nothing to pass for {Parameter(binding)}; {Advise(binding)}",
        ProviderMethodProblem.MessagesForm => $"{Parameter(binding)} takes messages in a form in which they are not given; take an IReadOnlyList<ChatMessage>",
        ProviderMethodProblem.StateWithoutDefault =>
            $"a session need not have what {Parameter(binding)} takes, and '{Display(binding.Parameter?.Type)}' cannot be made without arguments; take a '{Display(binding.Parameter?.Type)}?'",
        ProviderMethodProblem.RepeatedParameter when binding.Parameter?.Type.SpecialType == SpecialType.System_String =>
            $"{Parameter(binding)} is the second of its type, and both would be the session's id; take one SessionKey, which has the tenant and the id",
        ProviderMethodProblem.RepeatedParameter => $"{Parameter(binding)} is the second of its type; remove one",
        ProviderMethodProblem.NoMessages => "it takes no messages; add a parameter of type IReadOnlyList<ChatMessage>",
        _ => null,
    };

    // A default value would make it compile, and every session would have the messages of all.
    private static string Advise(ProviderMethodBinding binding) => binding switch
    {
        { IsToldSession: false, Parameter: { } parameter } when IsId(parameter) =>
            $"take a SessionKey, which says whose messages are meant, and make the '{Display(parameter.Type)}' from its Id",
        { Parameter.Type.IsReferenceType: true } => "take it in the constructor, or give it a default value",
        _ => "remove it or give it a default value",
    };

    private static bool IsId(IParameterSymbol parameter) =>
        parameter.Type.IsValueType || parameter.Type.Name.EndsWith("Id", StringComparison.Ordinal) || parameter.Name.EndsWith("id", StringComparison.OrdinalIgnoreCase);

    private static string Parameter(ProviderMethodBinding binding) => $"parameter '{binding.Parameter?.Name}' of type '{Display(binding.Parameter?.Type)}'";

    private static string? Display(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
