using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.State;

/// <summary>Follows a value through the texts that it is put into. What changes it, as something that redacts it would, ends the way.</summary>
internal static class TextFlow
{
    private const string Logged = "is logged";
    private const string Told = "is sent to the model's service with the instructions";

    /// <summary>Where the value comes out, as a message says it; <see langword="null"/> where it is not seen to.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isProtected">Whether a parameter of a method that logs is one that is redacted.</param>
    public static string? FindEnd(IOperation value, Func<IParameterSymbol, bool> isProtected) => Follow(value) switch
    {
        IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } when IsLogging(call.TargetMethod) => isProtected(parameter) ? null : Logged,
        IArgumentOperation { Parameter: { } parameter } when IsInstructions(parameter) => Told,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "Instructions" } property } } when IsOfAgents(property.ContainingType) => Told,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => FindEnd(local, value, isProtected),
        _ => null,
    };

    private static string? FindEnd(ILocalSymbol local, IOperation value, Func<IParameterSymbol, bool> isProtected) => local
        .ReferencesIn(value.Root())
        .Where(static reference => !reference.IsWritten())
        .Select(reference => FindEnd(reference, isProtected))
        .FirstOrDefault(static end => end is not null);

    /// <summary>What takes the text in which the value is.</summary>
    private static IOperation? Follow(IOperation value)
    {
        var part = value;
        while (part.Parent is { } outer && IsText(part, outer))
        {
            part = outer;
        }

        return part.Parent;
    }

    /// <summary>Whether the outer operation is, or becomes, a text with the value in it.</summary>
    private static bool IsText(IOperation part, IOperation outer) => outer switch
    {
        IConversionOperation or IInterpolationOperation or IInterpolatedStringOperation or ICoalesceOperation => true,
        IArrayInitializerOperation or IArrayCreationOperation => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } => true,
        IConditionalOperation choice => choice.Condition != part,
        IArgumentOperation { Parent: IInvocationOperation call } => IsComposing(call.TargetMethod),
        IInvocationOperation call => call.Instance == part ? call.TargetMethod.Name == nameof(ToString) : part is IArgumentOperation && IsComposing(call.TargetMethod),
        _ => outer is { Syntax.RawKind: (int)SyntaxKind.CollectionExpression },
    };

    private static bool IsComposing(IMethodSymbol method) =>
        method is { ContainingType.SpecialType: SpecialType.System_String, Name: nameof(string.Format) or nameof(string.Concat) or nameof(string.Join) };

    private static bool IsLogging(IMethodSymbol method) =>
        method.ContainingType is { Name: "LoggerExtensions", ContainingNamespace: { Name: "Logging", ContainingNamespace.Name: "Extensions" } }
        || method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "LoggerMessageAttribute");

    private static bool IsInstructions(IParameterSymbol parameter) =>
        parameter.Name == "instructions" && parameter.Type.SpecialType == SpecialType.System_String && IsOfAgents(parameter.ContainingSymbol.ContainingType);

    private static bool IsOfAgents(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.IsEmpty && type.ContainingNamespace.ToDisplayString() is "Microsoft.Extensions.AI" or "Microsoft.Agents.AI" or "Sessions.Agents" or "Sessions";
}
