using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sessions.Analyzers.Providers;

/// <summary>
/// Reports what a provider of Microsoft Agent Framework keeps of one session for all of them. Providers of this runtime may be made for each
/// turn, and are not looked at.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedFieldAnalyzer() : SessionsAnalyzer(Descriptors.ProviderFieldShared)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (ProviderSymbols.Find(context.Compilation) is { HasFramework: true } providers)
        {
            context.RegisterSyntaxNodeAction(node => Analyze(node, providers), SyntaxKind.ClassDeclaration);
        }
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ProviderSymbols providers)
    {
        if (ProviderCode.Of(context, type => providers.IsFrameworkProvider(type) && !IsOfOneSession(type)) is not { } provider)
        {
            return;
        }

        var uses = new FieldUses([.. provider.Methods()]);
        foreach (var (field, place) in uses.Kept)
        {
            if (uses.FindReading(field) is { } reading)
            {
                provider.Report(Diagnostic.Create(Descriptors.ProviderFieldShared, place.Syntax.GetLocation(), [reading.Syntax.GetLocation()], field.Name, provider.Type.Name));
            }
        }
    }

    /// <summary>Whether the provider is made for a session or a run, which its constructor is told of, or given messages of.</summary>
    private static bool IsOfOneSession(INamedTypeSymbol type) => type.InstanceConstructors.Any(static constructor => constructor.Parameters.Any(static parameter =>
        TurnValues.IsOfSession(parameter.Type)
        || parameter.Type.Name is "SessionKey" or "AgentSessionStoreKey"
        || parameter.Name is "session" or "sessionId" or "conversationId" or "threadId" or "chatId" or "userId"));
}
