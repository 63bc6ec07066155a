using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Reads the expressions of a body that create an agent whose identity can be told there.</summary>
/// <param name="body">The body as it is written: in a flow graph, the initializer of an object is no more with the object.</param>
/// <param name="agents">The agents.</param>
/// <param name="identities">Reads an agent's identity.</param>
internal sealed class AgentCreations(IOperation body, AgentSymbols agents, IdentityReader identities)
{
    /// <summary>The method that makes an agent of a chat client.</summary>
    public const string Extension = "AsAIAgent";

    /// <summary>The agent for a chat client.</summary>
    public const string Type = "ChatClientAgent";

    private static readonly HashSet<string> ExtensionNamespaces = ["Sessions", "Sessions.Agents", "Microsoft.Agents.AI", "Microsoft.Extensions.AI"];

    private readonly Dictionary<SyntaxNode, AgentCreation?> _creations = [];

    public IdentityReader Identities => identities;

    /// <summary>What the operation creates; <see langword="null"/> where it creates no agent, or one that is not known.</summary>
    public AgentCreation? Find(IOperation operation)
    {
        if (!IsCreation(operation))
        {
            return null;
        }

        if (!_creations.TryGetValue(operation.Syntax, out var creation))
        {
            _creations[operation.Syntax] = creation = Read(operation.Syntax);
        }

        return creation;
    }

    private AgentCreation? Read(SyntaxNode place)
    {
        var written = body.SemanticModel?.GetOperation(place);
        var arguments = (written as IObjectCreationOperation)?.Arguments ?? (written as IInvocationOperation)?.Arguments ?? ImmutableArray<IArgumentOperation>.Empty;
        return written is not null && identities.Read(arguments) is { } identity ? new AgentCreation(place, identity, VariableName(written) ?? "without a name") : null;
    }

    private bool IsCreation(IOperation operation) => operation switch
    {
        IObjectCreationOperation creation => agents.IsChatClientAgent(creation.Type),
        IInvocationOperation call => IsAsAgent(call.TargetMethod),
        _ => false,
    };

    /// <summary>
    /// Only a chat client gives a new agent each time; a service's own description of an agent, which has such methods too, is
    /// the same agent twice.
    /// </summary>
    private bool IsAsAgent(IMethodSymbol method) =>
        method is { Name: Extension, IsExtensionMethod: true }
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
            IFieldInitializerOperation { InitializedFields: var fields } => fields[0].Name,
            IPropertyInitializerOperation { InitializedProperties: var properties } => properties[0].Name,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation reference } => reference.Local.Name,
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation reference } => reference.Member.Name,
            _ => null,
        };
    }
}
