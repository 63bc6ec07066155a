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
        if (types.StateAttribute is not null)
        {
            context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (StateDeclaration.Of(type, RuntimeNames.All) is not { } declaration)
        {
            ReportStray(context, type);
            return;
        }

        if (declaration.Version < 1)
        {
            var place = type.FindAttribute(RuntimeNames.AgentSessionStateAttribute)!.Place("Version", context.CancellationToken);
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.StateVersionNotPositive, place, declaration.Version, type.Name));
            return;
        }

        var migrations = StateMigrations.Of(type, declaration.Version, RuntimeNames.All).ToList();
        foreach (var migration in migrations)
        {
            if (Diagnose(migration, type, declaration, migrations, context.CancellationToken) is { } diagnostic)
            {
                context.ReportDiagnostic(diagnostic);
            }
        }

        if (!declaration.IsTransient)
        {
            ReportMissing(context, type, declaration, FindMissing(migrations, declaration.Version));
        }
    }

    /// <summary>Reports migrations of a type that is no state. One that is refused as state is reported itself.</summary>
    private static void ReportStray(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type.HasAttribute(RuntimeNames.AgentSessionStateAttribute))
        {
            return;
        }

        foreach (var method in TypeDeclarations.AnnotatedMethods(type).Where(static method => method.HasAttribute(RuntimeNames.StateMigrationAttribute)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.StateMigrationNeverRun, method.Place(), method.Name, $"'{type.Name}' has no [AgentSessionState]; add it, or move the method to the type that has"));
        }
    }

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

    private static void ReportMissing(SymbolAnalysisContext context, INamedTypeSymbol type, StateDeclaration declaration, List<int> missing)
    {
        if (missing.Count > 0)
        {
            var versions = string.Join(", ", missing);
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.StateMigrationMissing,
                type.Place(),
                ImmutableDictionary<string, string?>.Empty.Add(FixProperties.MissingVersions, versions),
                type.Name,
                declaration.Version,
                versions));
        }
    }
}
