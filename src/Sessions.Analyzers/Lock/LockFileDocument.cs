using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Sessions.Generators;

namespace Sessions.Analyzers.Lock;

/// <summary>Finds the lock file among a project's additional files.</summary>
internal static class LockFileDocument
{
    public static bool IsLockFile(string? path) =>
        path is not null && string.Equals(Path.GetFileName(path), LockFile.FileName, StringComparison.OrdinalIgnoreCase);

    public static AdditionalText? Find(AnalyzerOptions options) => First(options.AdditionalFiles);

    public static AdditionalText? First(IEnumerable<AdditionalText> files) =>
        files.Where(static file => IsLockFile(file.Path)).OrderBy(static file => file.Path, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>What keeps the file from being read, at its place in the file.</summary>
    public static Diagnostic Report(LockFormatException exception, string path, SourceText text)
    {
        var place = text.Lines.GetLinePosition(exception.Position);
        var location = Location.Create(path, new TextSpan(exception.Position, 0), new LinePositionSpan(place, place));
        return Diagnostic.Create(Descriptors.LockFileNotReadable, location, exception.Message, place.Line + 1, place.Character + 1);
    }
}
