using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Inputs;

namespace Sessions.Analyzers.Providers;

/// <summary>Finds the clock or the chance that makes a text another one each time. What changes once an hour, or more seldom, does not count.</summary>
internal static class VaryingText
{
    // What is further away than this is not followed.
    private const int MaxDepth = 4;

    private static readonly HashSet<string> SlowParts = new(StringComparer.Ordinal) { "Date", "Day", "DayOfWeek", "DayOfYear", "Month", "Year", "Hour", "Today" };

    private static readonly HashSet<string> SlowTexts = new(StringComparer.Ordinal) { "ToShortDateString", "ToLongDateString", "FromDateTime" };

    public static IOperation? Find(IOperation value, CancellationToken cancellationToken) => Find(value, MaxDepth, cancellationToken);

    private static IOperation? Find(IOperation value, int depth, CancellationToken cancellationToken)
    {
        if (depth == 0 || IsSteady(value))
        {
            return null;
        }

        return IsVarying(value) ? value : Sources(value, cancellationToken)
            .Select(source => Find(source, source.Parent == value ? depth : depth - 1, cancellationToken))
            .FirstOrDefault(static found => found is not null);
    }

    public static bool IsVarying(IOperation value) => HiddenInputs.Of(value) is HiddenInput.Clock or HiddenInput.Chance;

    private static bool IsSteady(IOperation value) => value switch
    {
        { Type.SpecialType: SpecialType.System_Boolean } or INameOfOperation or IAnonymousFunctionOperation => true,
        IPropertyReferenceOperation { Property: { IsIndexer: false, Name: var name } } => SlowParts.Contains(name),
        IInterpolationOperation { FormatString.ConstantValue: { HasValue: true, Value: string format } } => DateFormats.IsOfDateAlone(format),
        IInvocationOperation { TargetMethod.Name: "ToString", Arguments: { Length: > 0 } arguments } =>
            arguments[0].Value.ConstantValue is { HasValue: true, Value: string format } && DateFormats.IsOfDateAlone(format),
        IInvocationOperation { TargetMethod: { Name: "Format", ContainingType.SpecialType: SpecialType.System_String } } format =>
            !format.Arguments.Any(static argument => argument.Value.ConstantValue is { HasValue: true, Value: string text } && !text.Contains(":")),
        IInvocationOperation call => SlowTexts.Contains(call.TargetMethod.Name),
        _ => false,
    };

    /// <summary>What the value is made of, as far as the code is known.</summary>
    private static IEnumerable<IOperation> Sources(IOperation value, CancellationToken cancellationToken) => value switch
    {
        ILocalReferenceOperation { Local: var local } reference => local.IsAssignedIn(reference.Root()) ? [] : Initializers(local, reference.Root()),
        IConditionalOperation { WhenFalse: { } other } choice => [choice.WhenTrue, other],
        ISwitchExpressionOperation choice => choice.Arms.Select(static arm => arm.Value),
        IInvocationOperation call => IsOfSystem(call.TargetMethod) ? call.ChildOperations : Returned(call, cancellationToken),
        IObjectCreationOperation creation => IsOfSystem(creation.Constructor) ? creation.ChildOperations : [],
        _ => value.ChildOperations,
    };

    private static IEnumerable<IOperation> Initializers(ILocalSymbol local, IOperation root) => root.Descendants().OfType<IVariableDeclaratorOperation>()
        .Where(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
        .Select(static declarator => declarator.Initializer?.Value)
        .OfType<IOperation>();

    /// <summary>What a method of the same type and file returns, if that is the one that is called.</summary>
    private static IEnumerable<IOperation> Returned(IInvocationOperation call, CancellationToken cancellationToken) =>
        call is { TargetMethod: { IsVirtual: false, IsOverride: false } method, SemanticModel: { } model }
        && method.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
        && declaration.SyntaxTree == model.SyntaxTree
        && declaration.GetSyntax(cancellationToken) is var syntax
        && IsOfTypeAround(call, method, cancellationToken)
            ? model.GetOperation(syntax, cancellationToken)?.Descendants().OfType<IReturnOperation>().Select(static returned => returned.ReturnedValue).OfType<IOperation>() ?? []
            : [];

    private static bool IsOfTypeAround(IInvocationOperation call, IMethodSymbol method, CancellationToken cancellationToken) =>
        SymbolEqualityComparer.Default.Equals(call.SemanticModel!.GetEnclosingSymbol(call.Syntax.SpanStart, cancellationToken)?.ContainingType, method.ContainingType);

    private static bool IsOfSystem(IMethodSymbol? method)
    {
        var @namespace = method?.ContainingNamespace;
        while (@namespace is { ContainingNamespace: { IsGlobalNamespace: false } outer })
        {
            @namespace = outer;
        }

        return @namespace?.Name == nameof(System);
    }
}
