using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>A time in which all compilations declare the same. It has no content: it is the same object or another one.</summary>
internal sealed class DeclarationAge;

/// <summary>Tells whether compilations that follow one another, as an editor makes them, declare the same.</summary>
internal sealed class DeclarationHistory
{
    private readonly ConditionalWeakTable<Compilation, DeclarationAge> _ages = new();
    private readonly object _gate = new();
    private readonly WeakReference<Compilation?> _last = new(null);

    /// <summary>The age of a compilation: that of the one before it, if what has changed since is in no declaration.</summary>
    public DeclarationAge AgeOf(Compilation compilation, CancellationToken cancellationToken)
    {
        if (_ages.TryGetValue(compilation, out var known))
        {
            return known;
        }

        lock (_gate)
        {
            if (!_ages.TryGetValue(compilation, out var age))
            {
                age = FindLast(compilation, cancellationToken) ?? new();
                _ages.Add(compilation, age);
                _last.SetTarget(compilation);
            }

            return age;
        }
    }

    private DeclarationAge? FindLast(Compilation compilation, CancellationToken cancellationToken) =>
        _last.TryGetTarget(out var last) && last is not null && DeclareTheSame(last, compilation, cancellationToken) && _ages.TryGetValue(last, out var age) ? age : null;

    // What is only in another order is taken for changed: it is rare, and what comes first may matter.
    private static bool DeclareTheSame(Compilation before, Compilation after, CancellationToken cancellationToken) =>
        before.AssemblyName == after.AssemblyName
        && before.Options.Equals(after.Options)
        && before.ExternalReferences.SequenceEqual(after.ExternalReferences)
        && before.SyntaxTrees.Count() == after.SyntaxTrees.Count()
        && before.SyntaxTrees.Zip(after.SyntaxTrees, (left, right) => left == right || FileDeclarations.AreSame(left, right, cancellationToken)).All(static same => same);
}
