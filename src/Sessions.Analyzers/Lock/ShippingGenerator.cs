using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Sessions.Analyzers.State;

namespace Sessions.Analyzers.Lock;

/// <summary>
/// In a build that ships, writes the lock file with its drafts shipped, or what is against it, for <c>ShipSessionState</c> to take.
/// Analyzers can be switched off, and their silence looks like their consent; a generator that did not run has written nothing.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ShippingGenerator : IIncrementalGenerator
{
    private const string IsShippingProperty = "build_property.SessionsIsShipping";

    // Comments, for the compiler compiles what a generator writes. The build support knows the names and the marks.
    private const string ShippedName = "shipped.g.cs";
    private const string PlaceName = "place.g.cs";
    private const string RefusedName = "refused.g.cs";
    private const string Mark = "//";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var build = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => (
            IsShipping: options.GlobalOptions.TryGetValue(IsShippingProperty, out var value) && value == "true",
            Frameworks: TargetFrameworks.Of(options.GlobalOptions)));
        var files = context.AdditionalTextsProvider.Where(static file => LockFileDocument.IsLockFile(file.Path)).Collect();
        context.RegisterSourceOutput(context.CompilationProvider.Combine(files).Combine(build), static (output, project) =>
        {
            var ((compilation, candidates), (isShipping, frameworks)) = project;
            if (isShipping
                && LockFileDocument.First(candidates) is { } document
                && document.GetText(output.CancellationToken) is { } text
                && KnownTypes.Of(compilation).StateAttribute is not null)
            {
                Write(output, document.Path, Ship(file => new LockedProject(compilation, file, frameworks), document.Path, text, output));
            }
        });
    }

    /// <summary>The shipped file, or <see langword="null"/> after what is against it was reported.</summary>
    private static LockFile? Ship(Func<LockFile, LockedProject> open, string path, SourceText text, SourceProductionContext output)
    {
        try
        {
            var project = open(LockFileReader.Read(text.ToString()));
            return Refuse(FindProblems(project, output.CancellationToken), output) ? null : project.Ship(output.CancellationToken);
        }
        catch (LockFormatException exception)
        {
            Refuse(ImmutableArray.Create(LockFileDocument.Report(exception, path, text)), output);
            return null;
        }
    }

    /// <summary>What keeps a file from being shipped. That an entry has no type does not: it may stand for values that somebody has.</summary>
    private static ImmutableArray<Diagnostic> FindProblems(LockedProject project, CancellationToken cancellationToken)
    {
        var types = project.Types.ToList();
        return types.SelectMany(type => project.FindProblems(type, cancellationToken))
            .Concat(types.SelectMany(type => StateVersionAnalyzer.FindProblems(type, cancellationToken)))
            .Concat(project.FindFileProblems().Where(static problem => problem.Id != DiagnosticIds.LockEntryWithoutType))
            .ToImmutableArray();
    }

    /// <summary>Reports what is against shipping as errors, which may be suppressed, and writes it down, which may not.</summary>
    private static bool Refuse(ImmutableArray<Diagnostic> problems, SourceProductionContext output)
    {
        foreach (var problem in problems)
        {
            output.ReportDiagnostic(AsError(problem));
        }

        if (!problems.IsEmpty)
        {
            output.AddSource(RefusedName, Comment([.. problems.Select(static problem => problem.ToString())]));
        }

        return !problems.IsEmpty;
    }

    private static Diagnostic AsError(Diagnostic problem) => Diagnostic.Create(
        problem.Id,
        problem.Descriptor.Category,
        problem.GetMessage(CultureInfo.InvariantCulture),
        DiagnosticSeverity.Error,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        warningLevel: 0,
        helpLink: problem.Descriptor.HelpLinkUri,
        location: problem.Location);

    private static void Write(SourceProductionContext output, string path, LockFile? file)
    {
        if (file is not null)
        {
            output.AddSource(PlaceName, Comment(path));
            output.AddSource(ShippedName, Comment(LockFileWriter.Write(file).TrimEnd().Split('\n')));
        }
    }

    private static SourceText Comment(params string[] lines) => SourceText.From(string.Concat(lines.Select(static line => $"{Mark}{line}\n")), Encoding.UTF8);
}
