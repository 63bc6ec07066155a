using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Sessions.Analyzers;

namespace Sessions.CodeFixes.Lock;

/// <summary>Brings state types, agents and <c>sessions.lock.json</c> together again.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LockFileFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        DiagnosticIds.LockFileEmpty,
        DiagnosticIds.DraftOutOfDate,
        DiagnosticIds.ShippedStateChanged,
        DiagnosticIds.StateNotInLockFile,
        DiagnosticIds.ShippedStateOutOfDate,
        DiagnosticIds.StateKeyChanged,
        DiagnosticIds.LockEntryWithoutType,
        DiagnosticIds.StateVersionLowered,
        DiagnosticIds.ShippedMigrationChanged,
        DiagnosticIds.AgentNotInLockFile,
    ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => LockFileFixAll.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.Document.Project;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (TitleOf(diagnostic) is { } title && await FrameworkSiblings.AllowAsync(diagnostic.Id, project, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, token => LockFileEdits.ApplyAsync(project.Solution, [(project, [diagnostic])], token), diagnostic.Id),
                    diagnostic);
            }
        }
    }

    /// <summary>What the fix does; <see langword="null"/> where only a person can decide.</summary>
    public static string? TitleOf(Diagnostic diagnostic) => diagnostic.Id switch
    {
        DiagnosticIds.LockFileEmpty => "Add all session state to the lock file, as drafts",
        DiagnosticIds.DraftOutOfDate => "Update the draft in the lock file",
        DiagnosticIds.ShippedStateChanged => "Raise the version and write a migration",
        DiagnosticIds.StateNotInLockFile => "Add to the lock file, as a draft",
        DiagnosticIds.ShippedStateOutOfDate => "Update the lock file",
        DiagnosticIds.StateKeyChanged when diagnostic.Properties.TryGetValue(FixProperties.StateKey, out var key) => $"Keep the key '{key}'",
        DiagnosticIds.LockEntryWithoutType when diagnostic.Properties.TryGetValue(FixProperties.StateKey, out var key) => $"Remove '{key}' from the lock file",
        DiagnosticIds.StateVersionLowered => "Go back to the version that has shipped",
        DiagnosticIds.ShippedMigrationChanged => "Record the migration as it is now",
        DiagnosticIds.AgentNotInLockFile when diagnostic.Properties.TryGetValue(FixProperties.Agent, out var agent) => $"Add agent '{agent}' to the lock file",
        _ => null,
    };
}
