using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Generators;

/// <summary>The oldest versions of C# that generated code compiles in. Nothing is generated for older ones, and an analyzer says so.</summary>
internal static class LanguageVersions
{
    /// <summary>The first with static members in interfaces, by which the runtime knows a state type.</summary>
    public const LanguageVersion State = LanguageVersion.CSharp11;

    /// <summary>The first with nullable annotations.</summary>
    public const LanguageVersion Provider = LanguageVersion.CSharp8;

    public static bool CanBeState(Compilation compilation) => Has(compilation, State);

    public static bool CanBeProvider(Compilation compilation) => Has(compilation, Provider);

    private static bool Has(Compilation compilation, LanguageVersion oldest) => compilation is CSharpCompilation { LanguageVersion: var version } && version >= oldest;
}
