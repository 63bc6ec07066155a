using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage;

/// <summary>Finds what a program reads from its user, and follows it as far as it stays what the user said.</summary>
internal static class UserInput
{
    /// <summary>The innermost loop that reads what the run is given; <see langword="null"/> where the message is, or holds, anything else.</summary>
    public static ILoopOperation? LoopOver(IInvocationOperation run)
    {
        if (run.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value is not { } message)
        {
            return null;
        }

        for (var outer = run.Parent; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); outer = outer.Parent)
        {
            if (outer is ILoopOperation loop && IsSaid(message, loop, new HashSet<ISymbol>(SymbolEqualityComparer.Default)))
            {
                return loop;
            }
        }

        return null;
    }

    /// <summary>Whether the value is what the user said in this round of the loop. What is made of it in another way, such as by reading a file, is not.</summary>
    private static bool IsSaid(IOperation value, ILoopOperation loop, HashSet<ISymbol> seen) => value.WithoutConversions() switch
    {
        IAwaitOperation await => IsSaid(await.Operation, loop, seen),
        ICoalesceOperation coalesce => IsSaid(coalesce.Value, loop, seen),
        IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } access => IsTidied(call) && IsSaid(access.Operation, loop, seen),
        IObjectCreationOperation creation => Parts(creation).Any(part => IsSaid(part, loop, seen)),
        IInvocationOperation call => IsRead(call) || (IsTidied(call) && IsSaid(call.Instance!, loop, seen)),
        ILocalReferenceOperation { Local: var local } => seen.Add(local) && Values(local, loop).Any(known => IsSaid(known, loop, seen)),
        _ => false,
    };

    /// <summary>What a message, or a list of messages, is made of.</summary>
    private static IEnumerable<IOperation> Parts(IObjectCreationOperation creation) => creation.Type?.Name switch
    {
        "ChatMessage" => creation.Arguments.Select(static argument => argument.Value),
        "List" => creation.Initializer?.Initializers.OfType<IInvocationOperation>().SelectMany(static add => add.Arguments).Select(static argument => argument.Value) ?? [],
        _ => [],
    };

    /// <summary>What the loop puts into the local: in its condition, or in its body.</summary>
    private static IEnumerable<IOperation> Values(ILocalSymbol local, ILoopOperation loop)
    {
        return loop.Descendants().Select(ValueIn).OfType<IOperation>();

        IOperation? ValueIn(IOperation operation) => operation switch
        {
            IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when IsLocal(declarator.Symbol) => value,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target }, Value: var value } when IsLocal(target) => value,
            IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: var declared }, Value: var value } when IsLocal(declared) => value,
            IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: var declared }, Value: var value } when IsLocal(declared) => value,
            _ => null,
        };

        bool IsLocal(ISymbol? other) => SymbolEqualityComparer.Default.Equals(other, local);
    }

    private static bool IsRead(IInvocationOperation call) => call.TargetMethod.Name is "ReadLine" or "ReadLineAsync" && call.Instance switch
    {
        null => IsConsole(call.TargetMethod.ContainingType),
        IPropertyReferenceOperation { Property: { Name: "In", ContainingType: var type } } => IsConsole(type),
        _ => false,
    };

    private static bool IsTidied(IInvocationOperation call) =>
        call is { Instance: not null, TargetMethod: { Name: "Trim" or "TrimEnd" or "TrimStart" or "ToString" or "AsTask" or "ConfigureAwait" } };

    private static bool IsConsole(ITypeSymbol? type) => type is { Name: "Console", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
