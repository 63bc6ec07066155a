using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sessions.Analyzers.Configuration;

/// <summary>Reports keys that two things have, of which a session or an agent can have one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedKeyAnalyzer() : SessionsAnalyzer(Descriptors.KeyOfTwo)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        StateBagKeys.Register(context);
        RepeatedProviders.Register(context);
    }
}
