using System.Collections.Immutable;

namespace Sessions.Analyzers.Lock;

/// <summary>What <c>sessions.lock.json</c> holds: the shapes of each version of each key, and what stored sessions know agents by.</summary>
internal sealed record LockFile(ImmutableSortedDictionary<string, LockEntry> Entries)
{
    public const string FileName = "sessions.lock.json";

    public static LockFile Empty { get; } = new(ImmutableSortedDictionary.Create<string, LockEntry>(StringComparer.Ordinal));

    /// <summary>The ids of agents with a store, or their names where they have no ids.</summary>
    public ImmutableSortedSet<string> Agents { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The file with an agent added.</summary>
    public LockFile WithAgent(string agent) => this with { Agents = Agents.Add(agent) };

    /// <summary>The file with a version of a key added or exchanged.</summary>
    public LockFile With(string key, int number, LockedVersion version)
    {
        var entry = Entries.TryGetValue(key, out var existing) ? existing : LockEntry.Empty;
        return this with { Entries = Entries.SetItem(key, new LockEntry(entry.Versions.SetItem(number, version))) };
    }

    /// <summary>The file without the drafts of a key that are later than a version.</summary>
    public LockFile WithoutDraftsAfter(string key, int number) =>
        Entries.TryGetValue(key, out var entry)
            ? this with { Entries = Entries.SetItem(key, new LockEntry(entry.Versions.RemoveRange(entry.Versions.Where(version => version.Key > number && !version.Value.IsShipped).Select(static version => version.Key)))) }
            : this;

    /// <summary>The file with every draft shipped.</summary>
    public LockFile Ship() => this with { Entries = Entries.ToImmutableSortedDictionary(static entry => entry.Key, static entry => entry.Value.Ship(), StringComparer.Ordinal) };

    /// <summary>The file with the fingerprints of the steps to shipped versions that have none yet.</summary>
    public LockFile WithMigrations(DeclaredState declared, CancellationToken cancellationToken)
    {
        var file = this;
        foreach (var step in declared.Migrations)
        {
            if (Entries.TryGetValue(declared.Key, out var entry)
                && entry.Versions.TryGetValue(step.From + 1, out var version)
                && version is { IsShipped: true, Migration: null })
            {
                file = file.With(declared.Key, step.From + 1, version with { Migration = MigrationFingerprint.Of(step.Method, cancellationToken) });
            }
        }

        return file;
    }

    public LockFile Without(string key) => this with { Entries = Entries.Remove(key) };
}

/// <summary>The versions of one key, of which there is at least one.</summary>
internal sealed record LockEntry(ImmutableSortedDictionary<int, LockedVersion> Versions)
{
    public static LockEntry Empty { get; } = new(ImmutableSortedDictionary<int, LockedVersion>.Empty);

    public int LatestNumber => Versions.Keys.Last();

    public LockedVersion Latest => Versions[LatestNumber];

    /// <summary>The latest version that values may be stored in; 0 where there is none.</summary>
    public int LatestShippedNumber => Versions.Where(static version => version.Value.IsShipped).Select(static version => version.Key).LastOrDefault();

    public bool HasShipped => LatestShippedNumber > 0;

    public LockEntry Ship() => new(Versions.ToImmutableSortedDictionary(static version => version.Key, static version => version.Value.Ship()));
}

/// <summary>One version of a key: a shape that follows the code until it is shipped.</summary>
internal sealed record LockedVersion(bool IsShipped, StateShape Shape)
{
    /// <summary>The fingerprint of the step up to this version, as it shipped; <see langword="null"/> where none was recorded.</summary>
    public string? Migration { get; init; }

    /// <summary>A value of the shape, as it shipped; <see langword="null"/> where none was recorded.</summary>
    public LockJson? Sample { get; init; }

    public LockedVersion Ship() => this with { IsShipped = true, Sample = Sample ?? StateSample.Of(Shape) };

    /// <summary>The version with another shape, and a sample of that where one was recorded.</summary>
    public LockedVersion WithShape(StateShape shape) => this with { Shape = shape, Sample = Sample is null ? null : StateSample.Of(shape) };
}
