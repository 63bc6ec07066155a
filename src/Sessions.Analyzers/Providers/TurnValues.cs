using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Providers;

/// <summary>
/// Tells what in a method of a framework's provider is of the turn's session: the session, its messages, and what is made of them.
/// Numbers, flags and times are not: they count or measure.
/// </summary>
internal sealed class TurnValues
{
    private readonly HashSet<ILocalSymbol> _locals = new(SymbolEqualityComparer.Default);

    public TurnValues(IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } local when Carries(value):
                    _locals.Add(local.Symbol);
                    break;
                case IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation element } loop when Carries(loop.Collection):
                    _locals.Add(element.Symbol);
                    break;
            }
        }
    }

    /// <summary>Whether the value is of the session. What only decides which value it is does not count.</summary>
    public bool Carries(IOperation operation) => !IsMeasure(operation.Type) && operation switch
    {
        ILocalReferenceOperation { Local: var local } => _locals.Contains(local),
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor }, Type: var type } } => IsOfSession(type),
        IPropertyReferenceOperation { Property: { Name: "Session" or "RequestMessages" or "ResponseMessages" or "AIContext", ContainingType.Name: "InvokingContext" or "InvokedContext" } } => true,
        IConditionalOperation { WhenFalse: { } other } choice => Carries(choice.WhenTrue) || Carries(other),
        ISwitchExpressionOperation choice => choice.Arms.Any(arm => Carries(arm.Value)),
        IInvocationOperation { TargetMethod.Name: "GetService" or "GetRequiredService" } or IAnonymousFunctionOperation or INameOfOperation => false,
        _ => operation.ChildOperations.Any(Carries),
    };

    /// <summary>Whether values of the type are sessions or messages, or of such.</summary>
    public static bool IsOfSession(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsOfSession(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: 1 } many => IsOfSession(many.TypeArguments[0]),
        _ => type.Name is "AgentSession" or "ChatClientAgentSession" or "ChatMessage" or "ChatResponse" or "AgentResponse" or "AIContext",
    };

    private static bool IsMeasure(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Enum } or { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double or SpecialType.System_DateTime }
        || type is { Name: "DateTimeOffset" or "TimeSpan" or "DateOnly" or "CancellationToken" }
        || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && IsMeasure(nullable.TypeArguments[0]));
}
