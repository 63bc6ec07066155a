using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Sharing;

/// <summary>Reports a session that is kept where all users of a program meet: in a static field, or as a singleton.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedSessionAnalyzer() : SessionsAnalyzer(Descriptors.SessionShared)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (AgentSymbols.Find(context.Compilation) is not { } agents)
        {
            return;
        }

        var program = new ProgramType(context.Compilation);
        context.RegisterSymbolAction(symbol => AnalyzeField(symbol, agents, program), SymbolKind.Field);
        context.RegisterSymbolAction(symbol => AnalyzeProperty(symbol, agents, program), SymbolKind.Property);
        context.RegisterOperationAction(call => AnalyzeRegistration(call, agents, program), OperationKind.Invocation);
    }

    private static void AnalyzeField(SymbolAnalysisContext context, AgentSymbols agents, ProgramType program)
    {
        var field = (IFieldSymbol)context.Symbol;
        if (field.IsStatic)
        {
            AnalyzeStatic(context, field.Type, agents, program);
        }
    }

    private static void AnalyzeProperty(SymbolAnalysisContext context, AgentSymbols agents, ProgramType program)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (property.IsStatic && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)))
        {
            AnalyzeStatic(context, property.Type, agents, program);
        }
    }

    private static void AnalyzeStatic(SymbolAnalysisContext context, ITypeSymbol type, AgentSymbols agents, ProgramType program)
    {
        var holder = context.Symbol;
        if (!holder.IsImplicitlyDeclared
            && agents.IsOrBringsSession(type)
            && !holder.IsSharedOnPurpose()
            && !holder.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == nameof(ThreadStaticAttribute))
            && !program.IsOneUsers(holder.ContainingType, context.CancellationToken))
        {
            Report(context.ReportDiagnostic, holder.Place(), $"Static {(holder is IFieldSymbol ? "field" : "property")} '{holder.Name}'");
        }
    }

    private static void AnalyzeRegistration(OperationAnalysisContext context, AgentSymbols agents, ProgramType program)
    {
        var call = (IInvocationOperation)context.Operation;
        if (SingletonRegistration.Of(call) is { } registration
            && registration.FindSession(agents) is { } holder
            && !program.IsOneUsers(context.ContainingSymbol.ContainingType, context.CancellationToken))
        {
            Report(context.ReportDiagnostic, registration.Place, holder);
        }
    }

    private static void Report(Action<Diagnostic> report, Location place, string holder) => report(Diagnostic.Create(Descriptors.SessionShared, place, holder));
}
