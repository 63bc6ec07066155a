using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Configuration;

namespace Sessions.Analyzers.Lock;

/// <summary>Holds the state types and the agents of the code against <c>sessions.lock.json</c>, where a project has that file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockFileAnalyzer() : SessionsAnalyzer(
    Descriptors.LockFileEmpty,
    Descriptors.DraftOutOfDate,
    Descriptors.ShippedStateChanged,
    Descriptors.StateNotInLockFile,
    Descriptors.ShippedStateOutOfDate,
    Descriptors.StateKeyChanged,
    Descriptors.LockEntryWithoutType,
    Descriptors.LockFileNotReadable,
    Descriptors.StateVersionLowered,
    Descriptors.StateDependsOnFramework,
    Descriptors.ShippedMigrationChanged,
    Descriptors.AgentNotInLockFile)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.StateAttribute is null
            || LockFileDocument.Find(context.Options) is not { } document
            || document.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        try
        {
            Register(context, LockFileReader.Read(text.ToString()));
        }
        catch (LockFormatException exception)
        {
            context.RegisterAdditionalFileAction(file =>
            {
                if (file.AdditionalFile.Path == document.Path)
                {
                    file.ReportDiagnostic(LockFileDocument.Report(exception, document.Path, text));
                }
            });
        }
    }

    private static void Register(CompilationStartAnalysisContext context, LockFile file)
    {
        var project = new LockedProject(context.Compilation, file, TargetFrameworks.Of(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions));
        if (!file.Entries.IsEmpty)
        {
            context.RegisterSymbolAction(symbol => AnalyzeType(symbol, project), SymbolKind.NamedType);
        }

        if (AgentSymbols.Find(context.Compilation) is { } agents)
        {
            context.RegisterOperationAction(operation => AnalyzeAgent(operation, file, agents), OperationKind.ObjectCreation, OperationKind.Invocation);
        }

        // What is about the file as a whole is reported with the tree it is placed in, so that an editor shows it while typing.
        var wholeFile = new Lazy<ImmutableArray<Diagnostic>>(project.FindFileProblems);
        context.RegisterSemanticModelAction(model =>
        {
            foreach (var diagnostic in wholeFile.Value.Where(diagnostic => diagnostic.Location.SourceTree == model.SemanticModel.SyntaxTree))
            {
                model.ReportDiagnostic(diagnostic);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, LockedProject project)
    {
        foreach (var problem in project.FindProblems((INamedTypeSymbol)context.Symbol, context.CancellationToken))
        {
            context.ReportDiagnostic(problem);
        }
    }

    private static void AnalyzeAgent(OperationAnalysisContext context, LockFile file, AgentSymbols agents)
    {
        if (StoredIdentity.Find(context.Operation, agents) is { ConstantValue.Value: string { Length: > 0 } agent } place && !file.Agents.Contains(agent))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.AgentNotInLockFile, place.Syntax.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Agent, agent), agent));
        }
    }
}
