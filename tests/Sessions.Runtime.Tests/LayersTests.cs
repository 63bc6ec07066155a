using Sessions.Roslyn;

namespace Sessions.Tests;

/// <summary>The folders of the runtime are layers: each uses those below it alone.</summary>
public class LayersTests
{
    [Fact]
    public void A_folder_uses_only_those_below_it()
    {
        string[] lowestFirst = ["Model", "State", "Serialization", "Storage", "Queue", "Messages", "History", "Agents", "Chat", "DependencyInjection"];

        var upward = FolderDependencies.Of(Path.Combine(Repository.Root, "src", "Sessions.Runtime")).Upward(lowestFirst);

        Assert.True(!upward.Any(), $"Of {string.Join(", ", lowestFirst)}, a folder uses only those before it. {string.Join("; ", upward)}.");
    }
}
