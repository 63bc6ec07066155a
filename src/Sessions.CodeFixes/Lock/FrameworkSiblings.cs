using Microsoft.CodeAnalysis;
using Sessions.Analyzers;
using Sessions.Analyzers.Lock;
using Sessions.Analyzers.State;

namespace Sessions.CodeFixes.Lock;

/// <summary>
/// The other target frameworks of a project, each of which is a project of the solution. Where they have other shapes of a state type
/// than this one, a fix for one of them would be undone for the next, or would write a migration that drops what another stores.
/// </summary>
internal static class FrameworkSiblings
{
    /// <summary>Whether a fix can be for all frameworks of the project: it takes no shape for the right one, or they have the same.</summary>
    public static async Task<bool> AllowAsync(string id, Project project, CancellationToken cancellationToken)
    {
        if (id is not (DiagnosticIds.DraftOutOfDate or DiagnosticIds.ShippedStateChanged or DiagnosticIds.ShippedStateOutOfDate))
        {
            return true;
        }

        var own = await ReadAsync(project, cancellationToken).ConfigureAwait(false);
        foreach (var sibling in project.Solution.Projects.Where(other => other.Id != project.Id && other.FilePath is { } path && path == project.FilePath))
        {
            var others = await ReadAsync(sibling, cancellationToken).ConfigureAwait(false);
            if (!own.SequenceEqual(others))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<List<(string Key, int Version, StateShape Shape)>> ReadAsync(Project project, CancellationToken cancellationToken) =>
        await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation
            ? [.. StateTypes.Of(compilation.Assembly).All
                .Select(type => DeclaredState.Find(type, compilation, cancellationToken))
                .OfType<DeclaredState>()
                .Select(static declared => (declared.Key, declared.Version, declared.Shape))]
            : [];
}
