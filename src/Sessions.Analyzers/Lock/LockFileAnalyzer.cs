using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Analyzers.State;
using Sessions.Generators;

namespace Sessions.Analyzers.Lock;

/// <summary>Holds the state types of the code against <c>sessions.lock.json</c>, where a project has that file.</summary>
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
    Descriptors.StateVersionLowered)
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
        var compilation = context.Compilation;
        var types = new Lazy<StateTypes>(() => StateTypes.Of(compilation.Assembly));
        if (!file.Entries.IsEmpty)
        {
            context.RegisterSymbolAction(symbol => AnalyzeType(symbol, file, types), SymbolKind.NamedType);
        }

        // What is about the file as a whole is reported with the tree it is placed in, so that an editor shows it while typing.
        var wholeFile = new Lazy<ImmutableArray<Diagnostic>>(() => AnalyzeFile(file, types, compilation));
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

    private static ImmutableArray<Diagnostic> AnalyzeFile(LockFile file, Lazy<StateTypes> types, Compilation compilation)
    {
        var place = types.Value.Place(compilation.Assembly);
        if (file.Entries.IsEmpty)
        {
            var count = types.Value.All.Count();
            return count == 0 ? ImmutableArray<Diagnostic>.Empty : ImmutableArray.Create(Diagnostic.Create(Descriptors.LockFileEmpty, place, count));
        }

        // An entry whose type has changed its key is reported at that type.
        var left = file.Entries.Where(entry => !types.Value.HasKey(entry.Key)).ToList();
        var former = left.Count == 0 ? [] : FormerKeys(file, types, compilation);
        return left.Where(entry => !former.Contains(entry.Key)).Select(entry => ReportEntry(entry.Key, entry.Value, place)).ToImmutableArray();
    }

    private static HashSet<string> FormerKeys(LockFile file, Lazy<StateTypes> types, Compilation compilation)
    {
        var keys = types.Value.All
            .Select(type => DeclaredState.Find(type, compilation, CancellationToken.None))
            .OfType<DeclaredState>()
            .Where(declared => !file.Entries.ContainsKey(declared.Key))
            .Select(declared => new LockedState(declared, file, types).FindFormerKey())
            .OfType<string>();
        return new HashSet<string>(keys, StringComparer.Ordinal);
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
