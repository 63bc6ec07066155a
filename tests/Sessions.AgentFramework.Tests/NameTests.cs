using System.Reflection;

namespace Sessions.AgentFramework.Tests;

/// <summary>A project that has both: which names of ours are also names of the framework's.</summary>
public class NameTests
{
    private static readonly Assembly[] Theirs = [typeof(Microsoft.Agents.AI.AIAgent).Assembly, typeof(Microsoft.Agents.AI.ChatClientAgent).Assembly, typeof(Microsoft.Extensions.AI.ChatMessage).Assembly, typeof(Microsoft.Extensions.AI.ChatClientBuilder).Assembly];

    private static readonly Assembly[] Ours = [typeof(SessionStore).Assembly, typeof(SessionsAgent).Assembly];

    [Theory]
    [InlineData("Sessions")]
    [InlineData("Sessions.AgentFramework")]
    [InlineData("Sessions.Storage")]
    public void A_namespace_that_is_used_beside_theirs_has_no_name_of_theirs(string ours) => Assert.Empty(Clashes(ours));

    [Fact]
    public void What_clashes_is_in_the_guide()
    {
        var guide = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs/guides/agent-framework.md"));

        var clashes = Clashes("Sessions.Agents").ToList();

        Assert.NotEmpty(clashes);
        Assert.All(clashes, name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Clashes(string ours)
    {
        var theirs = Theirs.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsNested && type.Namespace is "Microsoft.Agents.AI" or "Microsoft.Extensions.AI").Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        return Ours.SelectMany(assembly => assembly.GetExportedTypes()).Where(type => !type.IsNested && type.Namespace == ours).Select(type => type.Name).Distinct(StringComparer.Ordinal).Where(theirs.Contains).Order(StringComparer.Ordinal);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sessions.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
