using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Generators;

/// <summary>What the compilation's language lets generated code use.</summary>
/// <param name="ExtensionMembers">Extension properties.</param>
internal sealed record Capabilities(bool ExtensionMembers)
{
    // The compiler that the generator is built against has no name for it.
    private const LanguageVersion CSharp14 = (LanguageVersion)1400;

    // An older compiler takes "preview" for a higher version than it knows the features of.
    private static readonly bool CompilerHasExtensionMembers = typeof(CSharpCompilation).Assembly.GetName().Version.Major >= 5;

    public static Capabilities Of(Compilation compilation) =>
        new(CompilerHasExtensionMembers && compilation is CSharpCompilation { LanguageVersion: >= CSharp14 });
}
