using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Sessions.Analyzers.Lock;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>The lock file, as the compiler reads it.</summary>
internal sealed class LockFileText(string text) : AdditionalText
{
    public const string FilePath = "/project/" + LockFile.FileName;

    public override string Path => FilePath;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
