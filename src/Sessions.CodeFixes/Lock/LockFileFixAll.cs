using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Sessions.CodeFixes.Lock;

/// <summary>
/// Applies the fixes of all diagnostics at once. The stock provider merges what single fixes do to source documents, and drops
/// what they do to the lock file.
/// </summary>
internal sealed class LockFileFixAll : FixAllProvider
{
    public static LockFileFixAll Instance { get; } = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var fixes = new List<(Project, ImmutableArray<Diagnostic>)>();
        foreach (var project in fixAllContext.Scope == FixAllScope.Solution ? fixAllContext.Solution.Projects : [fixAllContext.Project])
        {
            var diagnostics = fixAllContext is { Scope: FixAllScope.Document, Document: { } document }
                ? await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : await fixAllContext.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            var fixable = diagnostics.Where(diagnostic => diagnostic.Id == fixAllContext.CodeActionEquivalenceKey && LockFileFix.TitleOf(diagnostic) is not null).ToImmutableArray();
            if (!fixable.IsEmpty && await FrameworkSiblings.AllowAsync(fixable[0].Id, project, fixAllContext.CancellationToken).ConfigureAwait(false))
            {
                fixes.Add((project, fixable));
            }
        }

        return fixes.Count == 0
            ? null
            : CodeAction.Create(
                LockFileFix.TitleOf(fixes[0].Item2[0])!,
                token => LockFileEdits.ApplyAsync(fixAllContext.Solution, fixes, token),
                fixAllContext.CodeActionEquivalenceKey);
    }
}
