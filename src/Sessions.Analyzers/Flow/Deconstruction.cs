using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Flow;

/// <summary>Takes deconstructions apart.</summary>
internal static class Deconstruction
{
    /// <summary>What the elements go to, in their order, whether or not it is declared there.</summary>
    public static IEnumerable<IOperation> Targets(IOperation target) => target switch
    {
        IDeclarationExpressionOperation declaration => Targets(declaration.Expression),
        ITupleOperation tuple => tuple.Elements.Select(element => element is IDeclarationExpressionOperation { Expression: var declared } ? declared : element),
        _ => [target],
    };
}
