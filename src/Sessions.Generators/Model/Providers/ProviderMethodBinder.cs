using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Finds and binds the two methods of a history provider. The analyzers report what cannot be bound here.</summary>
internal static class HistoryMethods
{
    public const string LoadName = "GetMessagesAsync";
    public const string SaveName = "SaveMessagesAsync";

    public static HistoryMethodBinding BindLoad(INamedTypeSymbol provider, Compilation compilation) => Bind(provider, LoadName, compilation);

    public static HistoryMethodBinding BindSave(INamedTypeSymbol provider, Compilation compilation) => Bind(provider, SaveName, compilation);

    private static HistoryMethodBinding Bind(INamedTypeSymbol provider, string name, Compilation compilation)
    {
        var bindings = Candidates(provider, name).Select(method => Bind(method, provider, compilation)).ToList();
        var usable = bindings.Where(static binding => binding.IsUsable).ToList();
        return usable.Count switch
        {
            1 => usable[0],
            > 1 => HistoryMethodBinding.Failed(HistoryMethodProblem.Ambiguous, usable[1].Method),
            _ => bindings.FirstOrDefault() ?? HistoryMethodBinding.Failed(HistoryMethodProblem.Missing),
        };
    }

    /// <summary>The methods of a name, without those that are overridden.</summary>
    private static IEnumerable<IMethodSymbol> Candidates(INamedTypeSymbol provider, string name)
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

    private static HistoryMethodBinding Bind(IMethodSymbol method, INamedTypeSymbol provider, Compilation compilation)
    {
        var problem = FindProblem(method, provider, compilation);
        if (problem != HistoryMethodProblem.None)
        {
            return HistoryMethodBinding.Failed(problem, method);
        }

        var arguments = ImmutableArray.CreateBuilder<(IParameterSymbol Parameter, HistoryArgument Argument)>();
        foreach (var parameter in method.Parameters)
        {
            var parameterProblem = FindProblem(parameter, method.Name == SaveName, arguments, out var argument);
            if (parameterProblem == HistoryMethodProblem.None)
            {
                arguments.Add((parameter, argument));
            }
            else if (parameter is { IsOptional: false, IsParams: false } || parameterProblem == HistoryMethodProblem.ByReference)
            {
                return HistoryMethodBinding.Failed(parameterProblem, method, parameter);
            }
        }

        return method.Name == SaveName && !arguments.Any(static bound => bound.Argument == HistoryArgument.Messages)
            ? HistoryMethodBinding.Failed(HistoryMethodProblem.NoMessages, method)
            : HistoryMethodBinding.Of(method, arguments.ToImmutable());
    }

    private static HistoryMethodProblem FindProblem(IMethodSymbol method, INamedTypeSymbol provider, Compilation compilation) => method switch
    {
        { IsGenericMethod: true } => HistoryMethodProblem.Generic,
        _ when !compilation.IsSymbolAccessibleWithin(method, provider, provider) => HistoryMethodProblem.Inaccessible,
        { Name: LoadName } => HistoryReturn.OfLoad(method.ReturnType) is null ? HistoryMethodProblem.ReturnType : HistoryMethodProblem.None,
        { ReturnsVoid: true, IsAsync: true } => HistoryMethodProblem.AsyncVoid,
        _ => method.ReturnsVoid || HistoryReturn.IsTask(method.ReturnType) ? HistoryMethodProblem.None : HistoryMethodProblem.ReturnType,
    };

    private static HistoryMethodProblem FindProblem(
        IParameterSymbol parameter,
        bool saves,
        IEnumerable<(IParameterSymbol Parameter, HistoryArgument Argument)> earlier,
        out HistoryArgument argument)
    {
        argument = default;
        if (parameter.RefKind is not (RefKind.None or RefKind.In))
        {
            return HistoryMethodProblem.ByReference;
        }

        if (parameter.Name.Length == 0 || Classify(parameter.Type, saves) is not { } found)
        {
            return HistoryMethodProblem.UnknownParameter;
        }

        argument = found;
        return earlier.Any(bound => SymbolEqualityComparer.Default.Equals(bound.Parameter.Type, parameter.Type) || (bound.Argument == found && found == HistoryArgument.Messages))
            ? HistoryMethodProblem.RepeatedParameter
            : HistoryMethodProblem.None;
    }

    /// <summary>Whether the type is, or with its generated half will be, a session's state.</summary>
    private static bool IsState(INamedTypeSymbol type) =>
        type.HasAttribute(RuntimeNames.AgentSessionStateAttribute)
        && TypeShape.WhyRefusedAsState(type) == TypeRefusal.None
        && TypeShape.FindNonPartial(type) is null;

    private static HistoryArgument? Classify(ITypeSymbol type, bool saves) => type switch
    {
        { SpecialType: SpecialType.System_String } => HistoryArgument.SessionId,
        _ when type.Is(RuntimeNames.SessionKey) => HistoryArgument.SessionKey,
        _ when type.Is(RuntimeNames.AgentSession) => HistoryArgument.Session,
        _ when type.Is(RuntimeNames.TurnContext) => HistoryArgument.Turn,
        _ when type.Is("System.Threading.CancellationToken") => HistoryArgument.CancellationToken,
        INamedTypeSymbol named when IsState(named) => HistoryArgument.State,
        _ when saves && MessageList.Classify(type) is not null => HistoryArgument.Messages,
        _ => null,
    };
}
