using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;
using Sessions.Analyzers;
using Sessions.Analyzers.Lock;
using Sessions.Analyzers.State;
using Sessions.Generators;

namespace Sessions.CodeFixes.Lock;

/// <summary>Edits the sources and the lock file of one project, a diagnostic after the other.</summary>
internal sealed class LockFileEdits
{
    private readonly Compilation _compilation;
    private readonly SolutionEditor _sources;
    private readonly CancellationToken _cancellationToken;
    private LockFile _file;

    private LockFileEdits(Compilation compilation, SolutionEditor sources, LockFile file, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _sources = sources;
        _file = file;
        _cancellationToken = cancellationToken;
    }

    public static async Task<Solution> ApplyAsync(
        Solution solution,
        IEnumerable<(Project Project, ImmutableArray<Diagnostic> Diagnostics)> fixes,
        CancellationToken cancellationToken)
    {
        var sources = new SolutionEditor(solution);
        var lockFiles = new List<(DocumentId Id, SourceText Text)>();
        foreach (var (project, diagnostics) in fixes)
        {
            if (project.AdditionalDocuments.Where(static document => LockFileDocument.IsLockFile(document.FilePath)).OrderBy(static document => document.FilePath, StringComparer.Ordinal).FirstOrDefault() is { } document
                && await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation)
            {
                var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
                var edits = new LockFileEdits(compilation, sources, LockFileReader.Read(text.ToString()), cancellationToken);
                foreach (var diagnostic in diagnostics)
                {
                    await edits.FixAsync(diagnostic).ConfigureAwait(false);
                }

                lockFiles.Add((document.Id, SourceText.From(LockFileWriter.Write(edits._file), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))));
            }
        }

        var finished = await DocumentFinish.FinishAsync(solution, sources.GetChangedSolution(), cancellationToken).ConfigureAwait(false);
        return lockFiles.Aggregate(finished, static (changed, file) => changed.WithAdditionalDocumentText(file.Id, file.Text));
    }

    private async Task FixAsync(Diagnostic diagnostic)
    {
        switch (diagnostic.Id)
        {
            case DiagnosticIds.LockFileEmpty:
                foreach (var state in StateTypes.Of(_compilation.Assembly).All.Select(Read).OfType<DeclaredState>())
                {
                    Record(state);
                }

                break;
            case DiagnosticIds.LockEntryWithoutType:
                _file = _file.Without(diagnostic.Properties[FixProperties.StateKey]!);
                break;
            case DiagnosticIds.AgentNotInLockFile:
                _file = _file.WithAgent(diagnostic.Properties[FixProperties.Agent]!);
                break;
            default:
                if (await FindTypeAsync(diagnostic).ConfigureAwait(false) is { } type && Read(type) is { } declared)
                {
                    await FixAsync(diagnostic, declared).ConfigureAwait(false);
                }

                break;
        }
    }

    private Task FixAsync(Diagnostic diagnostic, DeclaredState declared)
    {
        switch (diagnostic.Id)
        {
            case DiagnosticIds.ShippedStateChanged:
                return RaiseVersionAsync(declared);
            case DiagnosticIds.StateKeyChanged:
                return SetArgumentAsync(declared, DeclaredState.KeyArgument, diagnostic.Properties[FixProperties.StateKey]!);
            case DiagnosticIds.StateVersionLowered:
                return SetArgumentAsync(declared, DeclaredState.VersionArgument, Version(diagnostic));
            case DiagnosticIds.ShippedMigrationChanged:
                RecordMigration(declared, Version(diagnostic));
                return Task.CompletedTask;
            default:
                Record(declared);
                return Task.CompletedTask;
        }
    }

    /// <summary>Puts the shape of the code into the file. A version that has shipped stays so.</summary>
    private void Record(DeclaredState declared)
    {
        var version = _file.Entries.TryGetValue(declared.Key, out var entry) && entry.Versions.TryGetValue(declared.Version, out var existing)
            ? existing.WithShape(declared.Shape)
            : new LockedVersion(IsShipped: false, declared.Shape);
        _file = _file.With(declared.Key, declared.Version, version).WithoutDraftsAfter(declared.Key, declared.Version);
    }

    private void RecordMigration(DeclaredState declared, int version)
    {
        var step = declared.Migrations.First(migration => migration.From == version - 1);
        _file = _file.With(declared.Key, version, _file.Entries[declared.Key].Versions[version] with { Migration = MigrationFingerprint.Of(step.Method, _cancellationToken) });
    }

    private static int Version(Diagnostic diagnostic) => int.Parse(diagnostic.Properties[FixProperties.StateVersion]!, CultureInfo.InvariantCulture);

    private async Task RaiseVersionAsync(DeclaredState declared)
    {
        var shipped = _file.Entries[declared.Key].Versions[declared.Version].Shape;
        var next = declared.Version + 1;
        _file = _file.With(declared.Key, next, new LockedVersion(IsShipped: false, declared.Shape)).WithoutDraftsAfter(declared.Key, next);
        await SetArgumentAsync(declared, DeclaredState.VersionArgument, next).ConfigureAwait(false);
        if (await FindAttributeAsync(declared).ConfigureAwait(false) is var (editor, attribute)
            && attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && MigrationMethod.Write(declared, ShapeComparer.Compare(shipped, declared.Shape), _compilation, editor.Generator) is { } method)
        {
            // A record without a body loses what follows its semicolon when it gets one.
            editor.ReplaceNode(declaration, (current, generator) => generator.AddMembers(current, method).WithTrailingTrivia(current.GetTrailingTrivia()));
        }
    }

    private async Task SetArgumentAsync(DeclaredState declared, string name, object value)
    {
        if (await FindAttributeAsync(declared).ConfigureAwait(false) is var (editor, attribute))
        {
            editor.ReplaceNode(attribute, attribute.WithArgument(name, (ExpressionSyntax)editor.Generator.LiteralExpression(value)));
        }
    }

    private async Task<(DocumentEditor Editor, AttributeSyntax Attribute)?> FindAttributeAsync(DeclaredState declared)
    {
        var reference = declared.Type.FindAttribute(RuntimeNames.AgentSessionStateAttribute)?.ApplicationSyntaxReference;
        if (reference is null || _sources.OriginalSolution.GetDocument(reference.SyntaxTree) is not { } document)
        {
            return null;
        }

        var attribute = await reference.GetSyntaxAsync(_cancellationToken).ConfigureAwait(false);
        var editor = await _sources.GetDocumentEditorAsync(document.Id, _cancellationToken).ConfigureAwait(false);
        return (editor, (AttributeSyntax)attribute);
    }

    private async Task<INamedTypeSymbol?> FindTypeAsync(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree is not { } tree || !_compilation.ContainsSyntaxTree(tree))
        {
            return null;
        }

        var root = await tree.GetRootAsync(_cancellationToken).ConfigureAwait(false);
        var symbol = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is { } declaration
            ? _compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, _cancellationToken)
            : null;
        return symbol as INamedTypeSymbol ?? symbol?.ContainingType;
    }

    private DeclaredState? Read(INamedTypeSymbol type) => DeclaredState.Find(type, _compilation, _cancellationToken);
}
