using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Finds the places of a body that create an agent whose identity can be read there.</summary>
internal static class AgentCreations
{
    private static readonly HashSet<string> ExtensionNamespaces = ["Sessions", "Sessions.Agents", "Microsoft.Agents.AI", "Microsoft.Extensions.AI"];

    /// <summary>The places by their syntax, which the operations of the flow graph share with those of the body.</summary>
    public static Dictionary<SyntaxNode, AgentCreation> In(IOperation body, AgentSymbols agents)
    {
        var creations = new Dictionary<SyntaxNode, AgentCreation>();
        foreach (var operation in body.Descendants())
        {
            if (Arguments(operation, agents) is { } arguments && AgentIdentity.Read(arguments) is { HasValue: true, Value: var identity })
            {
                creations[operation.Syntax] = new AgentCreation(identity, identity ?? VariableName(operation) ?? "without a name");
            }
        }

        return creations;
    }

    private static IEnumerable<IArgumentOperation>? Arguments(IOperation operation, AgentSymbols agents) => operation switch
    {
        IObjectCreationOperation creation when agents.IsChatClientAgent(creation.Type) => creation.Arguments,
        IInvocationOperation call when IsAsAgent(call.TargetMethod, agents) => call.Arguments,
        _ => null,
    };

    /// <summary>
    /// Only a chat client gives a new agent each time; a service's own description of an agent, which has such methods too, is
    /// the same agent twice.
    /// </summary>
    private static bool IsAsAgent(IMethodSymbol method, AgentSymbols agents) =>
        method is { Name: "AsAIAgent", IsExtensionMethod: true }
        && agents.IsAgent(method.ReturnType)
        && (method.ReducedFrom ?? method).Parameters[0].Type is { Name: "IChatClient" }
        && ExtensionNamespaces.Contains(method.ContainingNamespace.ToDisplayString());

    private static string? VariableName(IOperation creation)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol.Name,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation reference } => reference.Local.Name,
            _ => null,
        };
    }
}
