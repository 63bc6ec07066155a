using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.Lock;

/// <summary>Holds the state types of the code against <c>sessions.lock.json</c>, where a project has that file.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockFileAnalyzer : SessionsAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.LockFileEmpty,
        Descriptors.DraftOutOfDate,
        Descriptors.ShippedStateChanged,
        Descriptors.StateNotInLockFile,
        Descriptors.ShippedStateOutOfDate,
        Descriptors.StateKeyChanged,
        Descriptors.LockEntryWithoutType,
        Descriptors.LockFileNotReadable,
        Descriptors.StateVersionLowered);

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
        var assembly = context.Compilation.Assembly;
        var types = new Lazy<StateTypes>(() => StateTypes.Of(assembly));
        if (!file.Entries.IsEmpty)
        {
            context.RegisterSymbolAction(symbol => AnalyzeType(symbol, file, types), SymbolKind.NamedType);
        }

        // What is about the file as a whole is reported with the tree it is placed in, so that an editor shows it while typing.
        var wholeFile = new Lazy<ImmutableArray<Diagnostic>>(() => AnalyzeFile(file, types.Value, types.Value.Place(assembly)));
        context.RegisterSemanticModelAction(model =>
        {
            foreach (var diagnostic in wholeFile.Value.Where(diagnostic => diagnostic.Location.SourceTree == model.SemanticModel.SyntaxTree))
            {
                model.ReportDiagnostic(diagnostic);
            }
        });
    }

    private static void AnalyzeType(SymbolAnalysisContext context, LockFile file, Lazy<StateTypes> types)
    {
        if (DeclaredState.Find((INamedTypeSymbol)context.Symbol, context.Compilation, context.CancellationToken) is { } declared
            && new LockedState(declared, file, types).FindProblem() is { } problem)
        {
            context.ReportDiagnostic(problem);
        }
    }

    private static ImmutableArray<Diagnostic> AnalyzeFile(LockFile file, StateTypes types, Location place)
    {
        if (file.Entries.IsEmpty)
        {
            var count = types.All.Count();
            return count == 0 ? ImmutableArray<Diagnostic>.Empty : ImmutableArray.Create(Diagnostic.Create(Descriptors.LockFileEmpty, place, count));
        }

        return file.Entries.Where(entry => !types.HasKey(entry.Key)).Select(entry => ReportEntry(entry.Key, entry.Value, place)).ToImmutableArray();
    }

    /// <summary>An entry that has shipped is removed by hand: it may stand for values that somebody still has.</summary>
    private static Diagnostic ReportEntry(string key, LockEntry entry, Location place) => entry.HasShipped
        ? Diagnostic.Create(
            Descriptors.LockEntryWithoutType,
            place,
            key,
            $", and which has shipped; set Key = \"{key}\" on the type that took its place, or remove the entry by hand")
        : Diagnostic.Create(
            Descriptors.LockEntryWithoutType,
            place,
            ImmutableDictionary<string, string?>.Empty.Add(FixProperties.StateKey, key),
            key,
            "; remove the entry");
}
