using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Reads what an agent does about turns that overlap, from what the member says of it.</summary>
internal static class ConcurrentTurnsSetting
{
    private const string Property = "ConcurrentTurns";
    private const int Queue = 0;
    private const int Reject = 1;

    public static OverlapOutcome OutcomeOf(IInvocationOperation run, AgentSymbols agents)
    {
        if (agents.IsFrameworkAgent(run.Instance?.Type))
        {
            return MayQueue(run.Instance, agents) ? OverlapOutcome.Queued : OverlapOutcome.Mixed;
        }

        var options = run.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "options" && argument.ArgumentKind == ArgumentKind.Explicit)?.Value;
        if (options.WithoutConversions() is not (null or ILiteralOperation or IObjectCreationOperation or ILocalReferenceOperation))
        {
            return OverlapOutcome.Unknown;
        }

        var settings = run.Root().Descendants().OfType<ISimpleAssignmentOperation>().Where(IsSetting).ToList();
        var own = settings.FindAll(setting => IsOf(setting, run, options));
        return settings.TrueForAll(static setting => Value(setting) == Queue) ? OverlapOutcome.Queued
            : own.Count > 0 && own.TrueForAll(static setting => Value(setting) == Reject) ? OverlapOutcome.Refused
            : OverlapOutcome.Unknown;
    }

    /// <summary>Whether an agent of the framework may be one that has its turns wait for each other. One that is seen to be made of a chat client is not.</summary>
    public static bool MayQueue(IOperation? agent, AgentSymbols agents) => agents.MayQueueFrameworkTurns && !agents.IsChatClientAgent(MadeType(agent));

    /// <summary>The type that the agent is made as, where that is seen.</summary>
    private static ITypeSymbol? MadeType(IOperation? agent) => agent.WithoutConversions() switch
    {
        ILocalReferenceOperation local => (Initializer(local).WithoutConversions() ?? local).Type,
        IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences: { Length: 1 } declarations } } field
            when declarations[0].SyntaxTree == field.Syntax.SyntaxTree && declarations[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value }
            => field.SemanticModel?.GetTypeInfo(value).Type,
        var other => other?.Type,
    };

    private static bool IsSetting(ISimpleAssignmentOperation assignment) => assignment.Target is IPropertyReferenceOperation { Property.Name: Property };

    private static int? Value(ISimpleAssignmentOperation setting) => setting.Value.WithoutConversions()?.ConstantValue is { HasValue: true, Value: int value } ? value : null;

    /// <summary>Whether the setting is in what the run is given, or in what its agent was made with.</summary>
    private static bool IsOf(ISimpleAssignmentOperation setting, IInvocationOperation run, IOperation? options) =>
        Contains(options, setting)
        || Contains(Initializer(options), setting)
        || (Initializer(run.Instance) is { } creation && (Contains(creation, setting) || creation.Descendants().Any(part => Contains(Initializer(part), setting))));

    private static bool Contains(IOperation? whole, IOperation part) => whole?.Syntax.Span.Contains(part.Syntax.Span) == true;

    private static IOperation? Initializer(IOperation? value) => value.WithoutConversions() is ILocalReferenceOperation { Local: var local }
        ? value!.Root().Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.Initializer?.Value
        : null;
}
