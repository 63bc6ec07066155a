using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Configuration;

/// <summary>An agent of Microsoft Agent Framework that is given a store.</summary>
internal sealed class DurableAgent
{
    private DurableAgent(ImmutableArray<IArgumentOperation> arguments, Location place)
    {
        Inner = arguments.First(static argument => argument.Parameter?.Ordinal == 0).Value;
        Store = arguments.FirstOrDefault(static argument => argument.Parameter is { Name: "store" })?.Value;
        Place = place;
    }

    /// <summary>The agent of the framework.</summary>
    public IOperation Inner { get; }

    /// <summary>The store.</summary>
    public IOperation? Store { get; }

    /// <summary>Where it is given the store.</summary>
    public Location Place { get; }

    /// <summary>The agent that the operation makes; <see langword="null"/> where it makes none.</summary>
    public static DurableAgent? Of(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "WithSessions", IsExtensionMethod: true, ContainingType.Name: "AgentFrameworkExtensions" } } call => new(call.Arguments, call.NameLocation()),
        IObjectCreationOperation { Type.Name: "SessionsAgent", Constructor.DeclaringSyntaxReferences.IsEmpty: true, Arguments.IsEmpty: false } creation => new(creation.Arguments, PlaceOf(creation)),
        _ => null,
    };

    private static Location PlaceOf(IObjectCreationOperation creation) =>
        (creation.Syntax as ObjectCreationExpressionSyntax)?.Type.GetLocation() ?? creation.Syntax.GetLocation();
}
