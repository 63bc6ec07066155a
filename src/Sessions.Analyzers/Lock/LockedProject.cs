using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Sessions.Analyzers.State;

namespace Sessions.Analyzers.Lock;

/// <summary>Holds the state types of a project against its lock file.</summary>
internal sealed class LockedProject(Compilation compilation, LockFile file, TargetFrameworks? frameworks)
{
    private readonly Lazy<StateTypes> _types = new(() => StateTypes.Of(compilation.Assembly));

    public IEnumerable<INamedTypeSymbol> Types => _types.Value.All;

    /// <summary>What is to be reported at a type, and at its migrations.</summary>
    public IEnumerable<Diagnostic> FindProblems(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (DeclaredState.Find(type, compilation, cancellationToken) is not { } declared)
        {
            return [];
        }

        var state = Locked(declared);
        return state.FindProblem() is { } problem ? state.FindChangedMigrations(cancellationToken).Prepend(problem) : state.FindChangedMigrations(cancellationToken);
    }

    /// <summary>The file with every draft shipped, and with what is to be recorded of each shipped version where it is not.</summary>
    public LockFile Ship(CancellationToken cancellationToken) => Types
        .Select(type => DeclaredState.Find(type, compilation, cancellationToken))
        .OfType<DeclaredState>()
        .Aggregate(file.Ship(), (shipped, declared) => shipped.WithMigrations(declared, cancellationToken));

    /// <summary>What is to be reported of the file as a whole.</summary>
    public ImmutableArray<Diagnostic> FindFileProblems()
    {
        var place = _types.Value.Place(compilation.Assembly);
        if (file.Entries.IsEmpty)
        {
            var count = Types.Count();
            return count == 0 ? ImmutableArray<Diagnostic>.Empty : ImmutableArray.Create(Diagnostic.Create(Descriptors.LockFileEmpty, place, count));
        }

        // An entry whose type has changed its key is reported at that type.
        var left = file.Entries.Where(entry => !_types.Value.HasKey(entry.Key)).ToList();
        var former = left.Count == 0 ? [] : FormerKeys();
        return left.Where(entry => !former.Contains(entry.Key)).Select(entry => ReportEntry(entry.Key, entry.Value, place)).ToImmutableArray();
    }

    private HashSet<string> FormerKeys()
    {
        var keys = Types
            .Select(type => DeclaredState.Find(type, compilation, CancellationToken.None))
            .OfType<DeclaredState>()
            .Where(declared => !file.Entries.ContainsKey(declared.Key))
            .Select(declared => Locked(declared).FindFormerKey())
            .OfType<string>();
        return new HashSet<string>(keys, StringComparer.Ordinal);
    }

    private LockedState Locked(DeclaredState declared) => new(declared, file, _types, frameworks);

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
