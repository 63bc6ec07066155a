using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Reports versions of session state that stored values cannot be brought to, and steps that are never taken.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateVersionAnalyzer() : SessionsAnalyzer(
    Descriptors.StateMigrationMissing,
    Descriptors.StateMigrationRepeated,
    Descriptors.StateMigrationNeverRun,
    Descriptors.StateMigrationSignature,
    Descriptors.StateVersionNotPositive)
{
    // Nobody writes so many versions: a mistyped one must not cost a search without end.
    private const int MaxReported = 100;

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.HasState)
        {
            context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        }
    }

    /// <summary>What is wrong with the version of a state type, and with the steps to it.</summary>
    public static IEnumerable<Diagnostic> FindProblems(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (StateDeclaration.Of(type, RuntimeNames.All) is not { } declaration)
        {
            return FindStray(type);
        }

        if (declaration.Version < 1)
        {
            var place = type.FindAttribute(RuntimeNames.AgentSessionStateAttribute)!.Place("Version", cancellationToken);
            return [Diagnostic.Create(Descriptors.StateVersionNotPositive, place, declaration.Version, type.Name)];
        }

        var migrations = StateMigrations.Of(type, declaration.Version, RuntimeNames.All).ToList();
        return migrations.Select(migration => Diagnose(migration, type, declaration, migrations, cancellationToken))
            .Concat([declaration.IsTransient ? null : DiagnoseMissing(type, declaration, FindMissing(migrations, declaration.Version))])
            .OfType<Diagnostic>();
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        foreach (var problem in FindProblems((INamedTypeSymbol)context.Symbol, context.CancellationToken))
        {
            context.ReportDiagnostic(problem);
        }
    }

    /// <summary>Finds migrations of a type that is no state. One that is refused as state is reported itself.</summary>
    private static IEnumerable<Diagnostic> FindStray(INamedTypeSymbol type) => type.HasAttribute(RuntimeNames.AgentSessionStateAttribute)
        ? []
        : TypeDeclarations.AnnotatedMethods(type)
            .Where(static method => method.HasAttribute(RuntimeNames.StateMigrationAttribute))
            .Select(method => Diagnostic.Create(
                Descriptors.StateMigrationNeverRun, method.Place(), method.Name, $"'{type.Name}' has no [AgentSessionState]; add it, or move the method to the type that has"));

    private static Diagnostic? Diagnose(
        StateMigration migration,
        INamedTypeSymbol type,
        StateDeclaration declaration,
        IEnumerable<StateMigration> all,
        CancellationToken cancellationToken)
    {
        var (method, attribute, from, problem) = migration;
        return problem switch
        {
            _ when declaration.IsTransient => Diagnostic.Create(Descriptors.StateMigrationNeverRun, method.Place(), method.Name, "transient state is never stored; remove the method"),
            StateMigrationProblem.Signature => Diagnostic.Create(Descriptors.StateMigrationSignature, method.Place(), method.Name),
            StateMigrationProblem.OutOfRange =>
                Diagnostic.Create(Descriptors.StateMigrationNeverRun, attribute.Place("From", cancellationToken), method.Name, ExplainRange(type, declaration.Version)),
            StateMigrationProblem.Repeated =>
                Diagnostic.Create(Descriptors.StateMigrationRepeated, method.Place(), method.Name, from, all.First(other => other.From == from).Method.Name),
            _ => null,
        };
    }

    private static string ExplainRange(INamedTypeSymbol type, int version) => version switch
    {
        1 => $"'{type.Name}' is of version 1, the first; raise Version, or remove the method",
        2 => $"'{type.Name}' is of version 2, so From must be 1",
        _ => $"'{type.Name}' is of version {version}, so From must be from 1 to {version - 1}",
    };

    /// <summary>The versions that no method steps up from, not even one that cannot be used.</summary>
    private static List<int> FindMissing(IEnumerable<StateMigration> migrations, int version)
    {
        var present = new HashSet<int>(migrations.Select(static migration => migration.From));
        return Enumerable.Range(1, Math.Max(0, version - 1)).Where(from => !present.Contains(from)).Take(MaxReported).ToList();
    }

    private static Diagnostic? DiagnoseMissing(INamedTypeSymbol type, StateDeclaration declaration, List<int> missing)
    {
        var versions = string.Join(", ", missing);
        return missing.Count == 0 ? null : Diagnostic.Create(
            Descriptors.StateMigrationMissing,
            type.Place(),
            ImmutableDictionary<string, string?>.Empty.Add(FixProperties.MissingVersions, versions),
            type.Name,
            declaration.Version,
            versions);
    }
}
