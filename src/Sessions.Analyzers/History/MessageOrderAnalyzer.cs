using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Providers;

namespace Sessions.Analyzers.History;

/// <summary>Reports history providers that put messages in order by a time alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessageOrderAnalyzer() : SessionsAnalyzer(Descriptors.MessagesOrderedByTime)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (ProviderSymbols.Find(context.Compilation) is { } providers)
        {
            context.RegisterSyntaxNodeAction(node => Analyze(node, providers), SyntaxKind.ClassDeclaration);
        }
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ProviderSymbols providers)
    {
        if (ProviderCode.Of(context, providers.IsHistoryProvider) is not { } provider)
        {
            return;
        }

        foreach (var (column, place) in SqlOrder.FindTimes(context.Node))
        {
            provider.Report(Diagnostic.Create(Descriptors.MessagesOrderedByTime, place, column));
        }

        if (LinqOrder.MayBeIn(provider))
        {
            foreach (var time in provider.Methods().SelectMany(static method => method.Body.Descendants().OfType<IInvocationOperation>()).Select(LinqOrder.FindTime).OfType<IMemberReferenceOperation>())
            {
                provider.Report(Diagnostic.Create(Descriptors.MessagesOrderedByTime, time.Syntax.GetLocation(), time.Member.Name));
            }
        }
    }
}
