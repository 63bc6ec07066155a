using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Configuration;

/// <summary>Reports agents with a store whose sessions would not know them again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnnamedAgentAnalyzer() : SessionsAnalyzer(Descriptors.AgentOfStoreNotNamed)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (AgentSymbols.Find(context.Compilation) is { } agents)
        {
            context.RegisterOperationAction(operation => Analyze(operation, agents), OperationKind.ObjectCreation, OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, AgentSymbols agents)
    {
        var place = CreatedAgent.Of(context.Operation, agents) is { } created ? FindStore(created)
            : DurableAgent.Of(context.Operation) is { } durable && CreatedAgent.Of(durable.Inner.Origin(), agents) is { HasNoIdentity: true } ? durable.Place
            : null;
        if (place is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.AgentOfStoreNotNamed, place));
        }
    }

    private static Location? FindStore(CreatedAgent agent) => agent.HasNoIdentity ? agent.Options!.Find("SessionStore")?.Syntax.GetLocation() : null;
}
