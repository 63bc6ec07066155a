using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>
/// Finds a provider's methods by their names, and what to give them by the types of their parameters. The analyzers report what
/// cannot be bound here.
/// </summary>
internal sealed class ProviderMethodBinder(INamedTypeSymbol provider, Compilation compilation, TargetNames names)
{
    public ProviderMethodBinding Bind(ProviderMethod wanted)
    {
        var bindings = Candidates(wanted.Name).Select(method => Bind(method, wanted)).ToList();
        var usable = bindings.Where(static binding => binding.IsUsable).ToList();
        return usable.Count switch
        {
            1 => usable[0],
            > 1 => ProviderMethodBinding.Failed(ProviderMethodProblem.Ambiguous, usable[1].Method),
            _ => bindings.FirstOrDefault() ?? BindExplicit(wanted.Name),
        };
    }

    private ProviderMethodBinding BindExplicit(string name)
    {
        var method = provider.SelfAndBaseTypes()
            .SelectMany(static type => type.GetMembers())
            .OfType<IMethodSymbol>()
            .FirstOrDefault(method => method.ExplicitInterfaceImplementations.Any(implemented => implemented.Name == name));
        return ProviderMethodBinding.Failed(method is null ? ProviderMethodProblem.Missing : ProviderMethodProblem.Explicit, method);
    }

    /// <summary>The methods of a name, without those that are overridden.</summary>
    private IEnumerable<IMethodSymbol> Candidates(string name)
    {
        var overridden = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (var method in provider.SelfAndBaseTypes().SelectMany(type => type.GetMembers(name)).OfType<IMethodSymbol>())
        {
            if (method.OverriddenMethod is { } original)
            {
                overridden.Add(original);
            }

            if (!overridden.Contains(method))
            {
                yield return method;
            }
        }
    }

    private ProviderMethodBinding Bind(IMethodSymbol method, ProviderMethod wanted)
    {
        var problem = FindProblem(method, wanted);
        if (problem != ProviderMethodProblem.None)
        {
            return ProviderMethodBinding.Failed(problem, method);
        }

        var arguments = ImmutableArray.CreateBuilder<(IParameterSymbol Parameter, ProviderArgument Argument)>();
        IParameterSymbol? failed = null;
        foreach (var parameter in method.Parameters)
        {
            var parameterProblem = FindProblem(parameter, wanted, arguments, out var argument);
            if (parameterProblem == ProviderMethodProblem.None)
            {
                arguments.Add((parameter, argument));
            }
            else if (failed is null && (parameter is { IsOptional: false, IsParams: false } || parameterProblem is ProviderMethodProblem.ByReference or ProviderMethodProblem.StateWithoutDefault))
            {
                (failed, problem) = (parameter, parameterProblem);
            }
        }

        return failed is not null ? ProviderMethodBinding.Failed(problem, method, failed, arguments.ToImmutable())
            : wanted.TakesMessages && !arguments.Any(static bound => bound.Argument == ProviderArgument.Messages)
                ? ProviderMethodBinding.Failed(ProviderMethodProblem.NoMessages, method)
            : ProviderMethodBinding.Of(method, arguments.ToImmutable());
    }

    private ProviderMethodProblem FindProblem(IMethodSymbol method, ProviderMethod wanted) => method switch
    {
        { IsGenericMethod: true } => ProviderMethodProblem.Generic,
        _ when !compilation.IsSymbolAccessibleWithin(method, provider, provider) => ProviderMethodProblem.Inaccessible,
        _ when wanted.ReturnsMessages => MessageReturn.Of(method.ReturnType) is null ? ProviderMethodProblem.ReturnType : ProviderMethodProblem.None,
        { ReturnsVoid: true, IsAsync: true } => ProviderMethodProblem.AsyncVoid,
        _ => method.ReturnsVoid || MessageReturn.IsTask(method.ReturnType) ? ProviderMethodProblem.None : ProviderMethodProblem.ReturnType,
    };

    private ProviderMethodProblem FindProblem(
        IParameterSymbol parameter,
        ProviderMethod wanted,
        IEnumerable<(IParameterSymbol Parameter, ProviderArgument Argument)> earlier,
        out ProviderArgument argument)
    {
        argument = default;
        if (parameter.RefKind is not (RefKind.None or RefKind.In))
        {
            return ProviderMethodProblem.ByReference;
        }

        if (parameter.Name.Length == 0 || Classify(parameter.Type, wanted) is not { } found)
        {
            return wanted.TakesMessages && MessageList.IsOfMessages(parameter.Type) ? ProviderMethodProblem.MessagesForm : ProviderMethodProblem.UnknownParameter;
        }

        argument = found;
        if (found == ProviderArgument.State && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated && !StateDefaults.HasDefault((INamedTypeSymbol)parameter.Type))
        {
            return ProviderMethodProblem.StateWithoutDefault;
        }

        return earlier.Any(bound => SymbolEqualityComparer.Default.Equals(bound.Parameter.Type, parameter.Type) || (bound.Argument == found && found == ProviderArgument.Messages))
            ? ProviderMethodProblem.RepeatedParameter
            : ProviderMethodProblem.None;
    }

    /// <summary>Whether the type is, or with its generated half will be, a session's state.</summary>
    private bool IsState(INamedTypeSymbol type) =>
        type.HasAttribute(names.StateAttribute)
        && TypeShape.WhyRefused(type) == TypeRefusal.None
        && TypeShape.FindNonPartial(type) is null;

    private ProviderArgument? Classify(ITypeSymbol type, ProviderMethod wanted) => type switch
    {
        _ when type.Is(names.SessionKey) => ProviderArgument.SessionKey,
        { SpecialType: SpecialType.System_String } => ProviderArgument.SessionId,
        _ when type.Is(names.Session) => ProviderArgument.Session,
        _ when type.Is(names.Turn) => ProviderArgument.Turn,
        _ when type.Is("System.IServiceProvider") => ProviderArgument.Services,
        _ when type.Is("System.Threading.CancellationToken") => ProviderArgument.CancellationToken,
        INamedTypeSymbol named when IsState(named) => ProviderArgument.State,
        _ when wanted.TakesMessages && MessageList.Classify(type) is not null => ProviderArgument.Messages,
        _ => null,
    };
}
