using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;
using Sessions.Analyzers.Usage.Ownership;

namespace Sessions.Analyzers.Usage;

/// <summary>Reports a session that is created from an agent and used for nothing, while the agent's runs have none.</summary>
internal sealed class SessionNotPassedRule() : UsageRule(Descriptors.SessionNotPassed, AgentMethodRoles.OpensSession)
{
    public override void Analyze(UsageContext context)
    {
        var runs = context.Calls(AgentMethodRoles.Runs).ToList();
        foreach (var creation in context.Calls(Interest).Where(_ => runs.Count > 0))
        {
            if (VariableOf(creation.Instance) is { } agent
                && FindSession(creation, context.Agents) is { } session
                && FindForgetfulRuns(session, agent, runs, context.Agents) is { Count: > 0 } forgetful)
            {
                Report(context, session, agent, forgetful);
            }
        }
    }

    /// <summary>The agent's runs while the session is there, if neither they nor anything else uses it.</summary>
    private static List<IInvocationOperation>? FindForgetfulRuns(IVariableDeclaratorOperation session, ISymbol agent, List<IInvocationOperation> runs, AgentSymbols agents)
    {
        var own = runs.FindAll(run => IsSame(VariableOf(run.Instance), agent));
        if (own.Count == 0 || !own.TrueForAll(run => run.HasNoSession(agents)) || FindScope(session) is not { } scope)
        {
            return null;
        }

        var body = session.Root();
        return session.Symbol.ReferencesIn(body).Any(reference => !IsShown(reference)) || IsWritten(agent, body) ? null : own.FindAll(run => IsAfter(session, run, scope));
    }

    private void Report(UsageContext context, IVariableDeclaratorOperation session, ISymbol agent, List<IInvocationOperation> runs)
    {
        var identifier = ((VariableDeclaratorSyntax)session.Syntax).Identifier;
        context.Report(Diagnostic.Create(
            Descriptor,
            identifier.GetLocation(),
            runs.Select(run => run.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(FixProperties.SessionName, identifier.Text),
            session.Symbol.Name,
            agent.Name));
    }

    /// <summary>The local that is declared to hold the new session.</summary>
    private static IVariableDeclaratorOperation? FindSession(IInvocationOperation creation, AgentSymbols agents)
    {
        IOperation value = creation;
        while (value.Parent is { } outer && AwaitedResult.Source(outer) == value)
        {
            value = outer;
        }

        return value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
            && agents.IsSession(declarator.Symbol.Type)
            && !IsDiscardByName(declarator.Symbol)
            ? declarator
            : null;
    }

    private static bool IsDiscardByName(ILocalSymbol local) => local.Name.Trim('_').Length == 0;

    private static ISymbol? VariableOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } reference => reference.Field,
        _ => null,
    };

    private static bool IsSame(ISymbol? variable, ISymbol other) => SymbolEqualityComparer.Default.Equals(variable, other);

    /// <summary>What the local can be named in. A switch section is left out: there it can be in scope and unassigned.</summary>
    private static SyntaxNode? FindScope(IVariableDeclaratorOperation declarator) => declarator.Syntax.Parent?.Parent switch
    {
        LocalDeclarationStatementSyntax { Parent: BlockSyntax block } => block,
        LocalDeclarationStatementSyntax { Parent: GlobalStatementSyntax { Parent: { } program } } => program,
        _ => null,
    };

    /// <summary>Whether the variable may come to hold another agent.</summary>
    private static bool IsWritten(ISymbol agent, IOperation body) => body.Descendants().Any(operation => operation switch
    {
        IAssignmentOperation assignment => assignment.Target.DescendantsAndSelf().Any(target => IsSame(VariableOf(target), agent)),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => IsSame(VariableOf(argument.Value), agent),
        _ => false,
    });

    private static bool IsAfter(IVariableDeclaratorOperation declarator, IInvocationOperation run, SyntaxNode scope) =>
        run.Syntax.SpanStart > declarator.Syntax.Span.End
        && scope.Span.Contains(run.Syntax.Span)
        && !IsInStaticFunction(run, scope);

    /// <summary>Whether a function between the run and the session cannot be given it.</summary>
    private static bool IsInStaticFunction(IOperation run, SyntaxNode scope) => run.Syntax.Ancestors().TakeWhile(node => node != scope).Any(static node =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax && node.ChildTokens().Any(static token => token.IsKind(SyntaxKind.StaticKeyword)));

    /// <summary>Whether the session is only named for something of it to be written out, such as its id.</summary>
    private static bool IsShown(IOperation session)
    {
        if (session.Parent is not IPropertyReferenceOperation { Property.Name: not ("State" or "StateBag") } property || property.Instance != session)
        {
            return false;
        }

        var outer = property.Parent;
        while (outer is IConversionOperation or IInterpolationOperation or IInterpolatedStringOperation or IBinaryOperation)
        {
            outer = outer.Parent;
        }

        return outer is IArgumentOperation { Parent: IInvocationOperation { Parent: IExpressionStatementOperation } call } && HarmlessMethods.Contains(call.TargetMethod);
    }
}
