using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Configuration;

/// <summary>Reports agents whose settings contradict each other, or that are given tools which nothing invokes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SettingsAnalyzer() : SessionsAnalyzer(Descriptors.SettingsContradict, Descriptors.ToolsNeverInvoked)
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
        var created = CreatedAgent.Of(context.Operation, agents);
        var contradiction = created is not null ? Contradiction.OfAgent(created)
            : DurableAgent.Of(context.Operation) is { } durable ? CreatedAgent.Of(durable.Inner.Origin(), agents) is { } inner ? Contradiction.OfDurable(inner) : null
            : context.Operation is IInvocationOperation step ? Contradiction.OfStep(step)
            : null;
        if (contradiction is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.SettingsContradict, contradiction.Place.GetLocation(), contradiction.Setting, contradiction.Other, contradiction.Outcome, contradiction.WayOut));
        }

        if (created is not null && FindIdleTools(created) is { } tools)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ToolsNeverInvoked, tools.Syntax.GetLocation()));
        }
    }

    /// <summary>The agent's tools, if it leaves them to a client that visibly invokes none.</summary>
    private static IOperation? FindIdleTools(CreatedAgent agent) =>
        agent.Options?.Find("UseProvidedChatClientAsIs") is { Value.ConstantValue: { HasValue: true, Value: true } }
        && agent.Options.Find("ConfigureChatClient") is null
        && agent is { Tools: { } tools, Client: { } client }
        && ClientPipeline.Of(client) is { IsWhole: true, InvokesFunctions: false }
            ? tools
            : null;
}
