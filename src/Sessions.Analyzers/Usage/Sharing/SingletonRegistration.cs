using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Sharing;

/// <summary>A call that registers what all users of a program are given the same object of.</summary>
internal sealed class SingletonRegistration
{
    private readonly IInvocationOperation _call;

    private SingletonRegistration(IInvocationOperation call) => _call = call;

    public static SingletonRegistration? Of(IInvocationOperation call) =>
        call.TargetMethod is { Name: "AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton", IsExtensionMethod: true } method
        && method.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal)
            ? new(call)
            : null;

    /// <summary>The type that is registered where it is written, and otherwise the method.</summary>
    public Location Place => _call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax name } }
        ? name.TypeArgumentList.Arguments.Last().GetLocation()
        : _call.NameLocation();

    /// <summary>What of the singleton is a session, for a message; <see langword="null"/> where nothing is.</summary>
    public string? FindSession(AgentSymbols agents) => Registered() switch
    {
        null => null,
        var type when agents.IsOrBringsSession(type) => IsOnPurpose() ? null : $"The singleton '{type.Name}'",
        var type => FindField(type, agents) is { } field ? $"Singleton '{type.Name}', with '{field.Name}',"
            : null,
    };

    /// <summary>The class that is registered, as far as it is named.</summary>
    private INamedTypeSymbol? Registered() => (_call.TargetMethod.TypeArguments.LastOrDefault()
        ?? _call.Arguments.Select(static argument => argument.Value.WithoutConversions()).OfType<ITypeOfOperation>().LastOrDefault()?.TypeOperand) as INamedTypeSymbol;

    private bool IsOnPurpose() => _call.Arguments.Any(static argument => argument.Value.Variable()?.IsSharedOnPurpose() == true);

    private static ISymbol? FindField(INamedTypeSymbol type, AgentSymbols agents) => type.DeclaringSyntaxReferences.IsEmpty || IsWorker(type)
        ? null
        : type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => !field.IsStatic && agents.IsOrBringsSession(field.Type))
            .Select(static field => field.AssociatedSymbol ?? field)
            .FirstOrDefault(static holder => !holder.IsSharedOnPurpose());

    /// <summary>A service of the host's own has a conversation of its own.</summary>
    private static bool IsWorker(INamedTypeSymbol type) => type.AllInterfaces.Any(static implemented => implemented.Name == "IHostedService");
}
