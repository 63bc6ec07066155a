using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage;

/// <summary>Reports a session that is created from an agent and used for nothing, while the agent's runs have none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionNotPassedAnalyzer : SessionsAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.SessionNotPassed);

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.Agents is { } agents)
        {
            context.RegisterOperationAction(operation => Analyze(operation, agents), OperationKind.VariableDeclarator);
        }
    }

    private static void Analyze(OperationAnalysisContext context, AgentTypes agents)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (FindAgent(declarator, agents) is not { } agent || FindScope(declarator) is not { } scope)
        {
            return;
        }

        var body = declarator.Root();
        if (declarator.Symbol.ReferencesIn(body).Any() || IsWritten(agent, body))
        {
            return;
        }

        var runs = body.Descendants().OfType<IInvocationOperation>().Where(call => agents.IsRun(call) && IsSame(VariableOf(call.Instance), agent)).ToList();
        var forgetful = runs.Where(run => IsAfter(declarator, run, scope)).ToList();
        if (forgetful.Count > 0 && runs.TrueForAll(run => HasNoSession(run, agents)))
        {
            Report(context, declarator, agent, forgetful);
        }
    }

    private static void Report(OperationAnalysisContext context, IVariableDeclaratorOperation declarator, ISymbol agent, List<IInvocationOperation> runs)
    {
        var identifier = ((VariableDeclaratorSyntax)declarator.Syntax).Identifier;
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.SessionNotPassed,
            identifier.GetLocation(),
            runs.Select(run => run.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(FixProperties.SessionName, identifier.Text),
            declarator.Symbol.Name,
            agent.Name));
    }

    /// <summary>The variable that holds the agent whose new session the local is.</summary>
    private static ISymbol? FindAgent(IVariableDeclaratorOperation declarator, AgentTypes agents)
    {
        var value = declarator.Initializer?.Value;
        while (value is not null && AwaitedResult.Source(value) is { } source)
        {
            value = source;
        }

        return value is IInvocationOperation { TargetMethod.Name: AgentMethods.CreateSession or AgentMethods.GetSession } creation
            && agents.IsAgentCall(creation)
            && agents.IsSession(declarator.Symbol.Type)
            && !IsDiscardByName(declarator.Symbol)
            ? VariableOf(creation.Instance)
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
        && run.EnclosingFunction() == declarator.EnclosingFunction();

    /// <summary>Whether the run is given neither a session nor options, which may name a conversation that a service keeps.</summary>
    private static bool HasNoSession(IInvocationOperation run, AgentTypes agents) =>
        agents.SessionArgument(run) is { ArgumentKind: ArgumentKind.DefaultValue }
        && run.Arguments.All(argument => argument.Parameter?.Name != "options" || argument.ArgumentKind == ArgumentKind.DefaultValue);
}
