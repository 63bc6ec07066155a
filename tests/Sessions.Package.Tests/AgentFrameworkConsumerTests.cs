using System.Text.RegularExpressions;

namespace Sessions.Package.Tests;

/// <summary>
/// The README's first program, with the packages that it says to install, in a project that has Microsoft Agent Framework too: its
/// types have the names of ours, and its extension method is found wherever the model's types are used.
/// </summary>
public sealed partial class AgentFrameworkConsumerTests(PackedPackages packages)
{
    private readonly ConsumerProject _project = packages.Copy("AgentFramework");

    [Fact]
    public async Task The_first_program_of_the_README_compiles_and_runs_beside_it()
    {
        var readme = (await File.ReadAllTextAsync(Path.Combine(PackedPackages.RepositoryRoot, "README.md"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var installed = Install().Matches(readme).Select(match => $"    <PackageReference Include=\"{match.Groups["id"].Value}\" Version=\"{packages.Version}\" />\n").ToList();
        var first = FirstProgram().Match(readme);
        Assert.NotEmpty(installed);
        Assert.Contains("new ChatClientAgent(chatClient", first.Groups["statements"].Value, StringComparison.Ordinal);
        await _project.ReplaceAsync("Both.csproj", "  </ItemGroup>", string.Concat(installed) + "  </ItemGroup>");
        await _project.WriteAsync("Program.cs", $"""
            {first.Groups["usings"].Value}
            IChatClient chatClient = new Consumer.EchoChatClient();
            {first.Groups["statements"].Value}
            Console.WriteLine();
            Console.WriteLine(await Consumer.Theirs.AskAsync(chatClient, "And you?"));
            """);

        var build = (await _project.BuildAsync("--output", "out")).OrThrow();

        Assert.DoesNotContain("warning", build, StringComparison.Ordinal);
        Assert.Equal(
            "I was sent My name is Alice and I love hiking.; What do you remember about me?\n"
            + "I was sent My name is Alice and I love hiking.; What do you remember about me?; Where should I go?\n"
            + "I was sent And you?\n",
            await _project.RunAsync("out/Both.dll"));
    }

    [GeneratedRegex("^dotnet add package (?<id>[^ ]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Install();

    /// <summary>The first block of C#: its directives, and what follows them.</summary>
    [GeneratedRegex(@"```csharp\n(?<usings>(using [^\n]*\n)+)(?<statements>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex FirstProgram();
}
