using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage;

/// <summary>Tells which runs have no conversation to go on with.</summary>
internal static class SessionlessRuns
{
    private const string Conversation = "ConversationId";

    /// <summary>Whether the run is given neither a session nor options that may name a conversation which a service keeps. Who writes <see langword="null"/> means it.</summary>
    public static bool HasNoSession(this IInvocationOperation run, AgentSymbols agents) =>
        agents.SessionArgument(run) is { ArgumentKind: ArgumentKind.DefaultValue } && run.NamesNoConversation();

    /// <summary>Whether no options of the run can name a conversation: there are none, or they are made here without one.</summary>
    public static bool NamesNoConversation(this IInvocationOperation run) => run.Arguments.All(static argument =>
        argument.Parameter?.Name != "options" || argument.ArgumentKind == ArgumentKind.DefaultValue || AreMadeWithoutOne(argument.Value));

    private static bool AreMadeWithoutOne(IOperation options) => options.WithoutConversions() switch
    {
        IObjectCreationOperation creation => !Mentions(creation.Syntax),
        ILocalReferenceOperation { Local: var local } reference => IsMadeHere(local, reference.Root()) && !Mentions(reference.Root().Syntax),
        _ => false,
    };

    private static bool IsMadeHere(ILocalSymbol local, IOperation body) => !local.IsAssignedIn(body) && body.Descendants().Any(operation =>
        operation is IVariableDeclaratorOperation { Symbol: var declared, Initializer.Value: { } value }
        && SymbolEqualityComparer.Default.Equals(declared, local)
        && value.WithoutConversions() is IObjectCreationOperation);

    private static bool Mentions(SyntaxNode code) => code.DescendantNodes().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: Conversation });
}
