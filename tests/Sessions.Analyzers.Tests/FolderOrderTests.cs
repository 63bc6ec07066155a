using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>The folders of the analyzers are layers: none uses one that comes after it.</summary>
public sealed class FolderOrderTests
{
    private static readonly string[] LowestFirst = ["Infrastructure", "Flow", "Inputs", "Agents", "State", "Providers", "History", "Configuration", "Types", "Lock", "Usage"];

    [Fact]
    public void Folder_uses_only_those_below_it() =>
        Assert.Empty(FolderDependencies.Of(Path.Combine(Repository.Root, "src", "Sessions.Analyzers")).Upward(LowestFirst));
}
