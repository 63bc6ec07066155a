using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Sessions.Analyzers;

/// <summary>
/// The base of every analyzer: concurrent, silent in generated code, and without any cost where the types that its rules are
/// about are absent.
/// </summary>
public abstract class SessionsAnalyzer : DiagnosticAnalyzer
{
    private protected SessionsAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = ImmutableArray.Create(rules);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start => Register(start, KnownTypes.Of(start.Compilation)));
    }

    /// <summary>Registers the rule's actions, or nothing where the types that it is about are absent.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, KnownTypes types);
}
