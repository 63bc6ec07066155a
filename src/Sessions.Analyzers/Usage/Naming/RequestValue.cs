using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Naming;

/// <summary>Tells what a caller of a web program has sent.</summary>
internal static class RequestValue
{
    private const string Builder = "Microsoft.AspNetCore.Builder";
    private const string Request = "Microsoft.AspNetCore.Http.HttpRequest";
    private const string Controller = "ControllerBase";

    /// <summary>Whether the compilation serves requests at all.</summary>
    public static bool MayBeIn(Compilation compilation) => !compilation.GetTypesByMetadataName(Request).IsEmpty;

    /// <summary>Whether the value is one of the request as it was sent.</summary>
    public static bool Is(IOperation value) => Source(value) switch
    {
        IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_String } parameter } reference =>
            !IsService(parameter) && (IsAction(parameter.ContainingSymbol) || IsEndpoint(reference, parameter)),
        var source => source.Type is { Name: "HttpRequest" } type && type.ToPlainName() == Request,
    };

    /// <summary>What the value is taken from: a member of it, an element, its text.</summary>
    private static IOperation Source(IOperation value)
    {
        var source = value;
        while (Inner(source) is { } inner)
        {
            source = inner;
        }

        return source;
    }

    private static IOperation? Inner(IOperation value) => value switch
    {
        { Type.Name: "HttpRequest" } => null,
        IConversionOperation conversion => conversion.Operand,
        IPropertyReferenceOperation property => property.Instance,
        IInvocationOperation { TargetMethod.Name: nameof(ToString) or "First" or "FirstOrDefault" } call => call.Instance ?? call.Arguments.FirstOrDefault()?.Value,
        _ => null,
    };

    private static bool IsService(IParameterSymbol parameter) =>
        parameter.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "FromServicesAttribute" or "FromKeyedServicesAttribute" });

    /// <summary>Whether it is a method of a controller that answers requests.</summary>
    private static bool IsAction(ISymbol function)
    {
        if (function is not IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false })
        {
            return false;
        }

        var type = function.ContainingType;
        while (type is not (null or { Name: Controller }))
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    /// <summary>Whether it is a lambda that is mapped to a route.</summary>
    private static bool IsEndpoint(IOperation reference, IParameterSymbol parameter)
    {
        var function = reference.EnclosingFunction();
        while (function is not null && !SymbolEqualityComparer.Default.Equals((function as IAnonymousFunctionOperation)?.Symbol, parameter.ContainingSymbol))
        {
            function = function.EnclosingFunction();
        }

        var value = function?.Parent;
        while (value is IDelegateCreationOperation or IConversionOperation)
        {
            value = value.Parent;
        }

        return value is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method } }
            && method.Name.StartsWith("Map", StringComparison.Ordinal)
            && method.ContainingNamespace.ToDisplayString() == Builder;
    }
}
