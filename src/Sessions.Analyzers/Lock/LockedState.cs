using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Sessions.Analyzers.State;
using Sessions.Generators;

namespace Sessions.Analyzers.Lock;

/// <summary>Holds one state type of the code against the lock file.</summary>
internal sealed class LockedState(DeclaredState declared, LockFile file, Lazy<StateTypes> types, TargetFrameworks? frameworks)
{
    private string Name => declared.Type.Name;

    /// <summary>What is to be reported at the type.</summary>
    public Diagnostic? FindProblem()
    {
        if (!file.Entries.TryGetValue(declared.Key, out var entry))
        {
            return FindFormerKey() is { } former ? ReportKeyChanged(former) : Report(Descriptors.StateNotInLockFile, declared.Key, declared.Version);
        }

        return entry.HasShipped && entry.Latest.Shape.Type != declared.Shape.Type && types.Value.HasName(entry.Latest.Shape.Type)
            ? Report(Descriptors.StateKeyChanged, Name, $"is stored under the key '{declared.Key}', under which values of '{entry.Latest.Shape.Type}' have shipped; choose another key")
            : FindVersionProblem(entry);
    }

    private Diagnostic? FindVersionProblem(LockEntry entry)
    {
        if (declared.Version < entry.LatestShippedNumber)
        {
            var latest = entry.LatestShippedNumber.ToString(CultureInfo.InvariantCulture);
            return Report(Descriptors.StateVersionLowered, [Name, declared.Version, latest], FixProperties.StateVersion, latest);
        }

        if (!entry.Versions.TryGetValue(declared.Version, out var version))
        {
            return Report(entry.LatestNumber > declared.Version ? Descriptors.DraftOutOfDate : Descriptors.StateNotInLockFile, declared.Key, declared.Version);
        }

        return FindConditionalProblem(version.Shape) is { } problem ? problem
            : version.IsShipped ? FindShippedProblem(version.Shape, entry)
            : version.Shape.Equals(declared.Shape) && entry.LatestNumber == declared.Version ? null
            : Report(Descriptors.DraftOutOfDate, declared.Key, declared.Version);
    }

    /// <summary>Where members depend on the target framework, no shape is that of all of them, and each fix would undo another's.</summary>
    private Diagnostic? FindConditionalProblem(StateShape locked)
    {
        var members = frameworks is null || locked.Equals(declared.Shape) ? [] : ConditionalMembers.Find(locked, declared, CancellationToken.None);
        return members.Count == 0
            ? null
            : Report(Descriptors.StateDependsOnFramework, Name, string.Join(", ", members.Select(static member => $"'{member}'")), frameworks!.Current, frameworks.All);
    }

    /// <summary>The steps that are not those that have shipped.</summary>
    public IEnumerable<Diagnostic> FindChangedMigrations(CancellationToken cancellationToken)
    {
        if (!file.Entries.TryGetValue(declared.Key, out var entry))
        {
            yield break;
        }

        foreach (var step in declared.Migrations)
        {
            var to = step.From + 1;
            if (entry.Versions.TryGetValue(to, out var version)
                && version is { IsShipped: true, Migration: { } shipped }
                && MigrationFingerprint.Of(step.Method, cancellationToken) is { } fingerprint
                && fingerprint != shipped)
            {
                yield return Diagnostic.Create(
                    Descriptors.ShippedMigrationChanged,
                    step.Method.Place(),
                    ImmutableDictionary<string, string?>.Empty.Add(FixProperties.StateVersion, to.ToString(CultureInfo.InvariantCulture)),
                    step.Method.Name,
                    to,
                    declared.Key);
            }
        }
    }

    private Diagnostic? FindShippedProblem(StateShape shipped, LockEntry entry)
    {
        var changes = ShapeComparer.Compare(shipped, declared.Shape);
        return !changes.IsEmpty ? Report(Descriptors.ShippedStateChanged, Name, declared.Version, string.Join("; ", changes))
            : entry.LatestNumber > declared.Version ? Report(Descriptors.DraftOutOfDate, declared.Key, entry.LatestNumber)
            : shipped.Equals(declared.Shape) ? null
            : Report(Descriptors.ShippedStateOutOfDate, declared.Key, declared.Version);
    }

    /// <summary>
    /// The shipped key that no type has any more and that was this type's: by its name, or, for a type that was renamed, because
    /// exactly one entry has its shape.
    /// </summary>
    public string? FindFormerKey()
    {
        var left = file.Entries.Where(entry => entry.Value.HasShipped && !types.Value.HasKey(entry.Key)).ToList();
        var own = left.FindAll(entry => entry.Value.Latest.Shape.Type == declared.Shape.Type);
        var alike = own.Count > 0 ? own : left.FindAll(entry => !types.Value.HasName(entry.Value.Latest.Shape.Type) && IsAlike(entry.Value.Latest.Shape));
        return alike.Count == 1 ? alike[0].Key : null;
    }

    private bool IsAlike(StateShape shape) =>
        !declared.Shape.Parts[declared.Shape.Type].Lines.IsEmpty
        && ShapeComparer.Compare(shape, declared.Shape).IsEmpty
        && ShapeComparer.Compare(declared.Shape, shape).IsEmpty;

    private Diagnostic ReportKeyChanged(string former) => Report(
        Descriptors.StateKeyChanged,
        [Name, $"was stored under the key '{former}' and is now stored under '{declared.Key}', where its values are not found; set Key = \"{former}\""],
        FixProperties.StateKey,
        former);

    private Diagnostic Report(DiagnosticDescriptor descriptor, params object[] arguments) => Diagnostic.Create(descriptor, declared.Type.Place(), arguments);

    private Diagnostic Report(DiagnosticDescriptor descriptor, object[] arguments, string property, string value) =>
        Diagnostic.Create(descriptor, declared.Type.Place(), ImmutableDictionary<string, string?>.Empty.Add(property, value), arguments);
}
