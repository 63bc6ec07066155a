using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>A call that reads state into a local, with what is taken where there is none.</summary>
/// <param name="Local">The local; <see langword="null"/> where the state goes elsewhere.</param>
/// <param name="Made">The object that is made where there is none.</param>
internal sealed record StateReading(ILocalSymbol? Local, IOperation? Made)
{
    /// <summary>Where Microsoft Agent Framework's sessions have their state.</summary>
    public const string Bag = "Microsoft.Agents.AI.AgentSessionStateBag";

    /// <summary>What the call reads; <see langword="null"/> where it reads no state.</summary>
    public static StateReading? Of(IInvocationOperation call) =>
        IsRead(call, "Get") ? OfValue(call)
        : IsRead(call, "TryGet") ? OfAttempt(call)
        : null;

    private static bool IsRead(IInvocationOperation call, string verb) => call.TargetMethod.Name.StartsWith(verb, StringComparison.Ordinal)
        && (call.TargetMethod.Name == verb + "Value" ? call.TargetMethod.ContainingType.Is(Bag) : StateCall.Of(call, verb) is not null);

    private static StateReading OfValue(IOperation call)
    {
        var value = WithConversions(call);
        return value.Parent is ICoalesceOperation coalesce && coalesce.Value == value && IsCreation(coalesce.WhenNull)
            ? new(LocalOf(coalesce), coalesce.WhenNull)
            : new(LocalOf(value), null);
    }

    /// <summary>An attempt brings the state to its argument, or to where it is asked whether there is some.</summary>
    private static StateReading OfAttempt(IInvocationOperation call)
    {
        var isNegated = call.Parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not };
        return (isNegated ? call.Parent : call)!.Parent is IConditionalOperation { WhenFalse: { } whenFalse, Type: not null } choice && (isNegated ? choice.WhenTrue : whenFalse) is var made && IsCreation(made)
            ? new(LocalOf(choice), made)
            : new(call.Arguments.Select(static argument => argument.Value).OfType<IDeclarationExpressionOperation>().Select(static declared => (declared.Expression as ILocalReferenceOperation)?.Local).FirstOrDefault(), null);
    }

    private static ILocalSymbol? LocalOf(IOperation value) => (WithConversions(value).Parent as IVariableInitializerOperation)?.Parent is IVariableDeclaratorOperation declarator ? declarator.Symbol : null;

    private static IOperation WithConversions(IOperation value)
    {
        var outer = value;
        while (outer.Parent is IConversionOperation conversion)
        {
            outer = conversion;
        }

        return outer;
    }

    private static bool IsCreation(IOperation value) => value.WithoutConversions() is IObjectCreationOperation;
}
