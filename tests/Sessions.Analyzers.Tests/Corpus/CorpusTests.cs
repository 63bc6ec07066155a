using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Tests.Corpus;

/// <summary>Programs that are written as people write them, and apart from the rules: what is wrong is found, and what is right is left alone.</summary>
public sealed class CorpusTests
{
    /// <summary>The misuses that no rule sees, and why.</summary>
    private static readonly Dictionary<string, string> Missed = new(StringComparer.Ordinal)
    {
        ["Misuses/Conflicts/CommentOnly.cs"] = "Who filters conflicts has looked at them.",
        ["Misuses/OtherAgent/ExpertsInDictionary.cs"] = "What goes into a collection in a field is not followed.",
        ["Misuses/OtherAgent/Framework/RegisteredAgents.cs"] = "Which agent a key stands for is the container's to say.",
        ["Misuses/Overlap/Framework/AgentAsToolWithSession.cs"] = "A session that is made beside its tool may be the one of one conversation.",
        ["Misuses/Overlap/Framework/SharedToolSessionInService.cs"] = "A session that is made beside its tool may be the one of one conversation.",
        ["Misuses/Providers/Framework/LiveListOfState.cs"] = "The framework's own provider returns the list of its state too.",
        ["Misuses/Providers/LastUserInField.cs"] = "A provider of this runtime may be made for one turn, which may have fields.",
        ["Misuses/Settings/Framework/PipelineWithoutInvocation.cs"] = "A client from elsewhere may invoke tools.",
        ["Misuses/Settings/ToolsAsIs.cs"] = "A client from elsewhere may invoke tools.",
    };

    public static TheoryData<string> Misuses => [.. CorpusProgram.FilesIn("Misuses")];

    public static TheoryData<string> Correct => [.. CorpusProgram.FilesIn("Correct")];

    [Fact]
    public void Ninety_one_of_a_hundred_misuses_are_found()
    {
        Assert.Equal(100, Misuses.Count);
        Assert.Equal([], Missed.Keys.Except(CorpusProgram.FilesIn("Misuses")));
        Assert.InRange(Missed.Count, 0, 9);
    }

    [Fact]
    public void Correct_programs_are_at_least_150() => Assert.InRange(Correct.Count, 150, int.MaxValue);

    [Theory]
    [MemberData(nameof(Misuses))]
    public async Task Misuse_is_reported_where_it_is(string path)
    {
        var program = new CorpusProgram(path);
        var marked = program.Marked.ToHashSet();
        var reported = await program.DiagnoseAsync();

        Assert.NotEmpty(marked);
        Assert.Equal([], reported.Where(report => report.Severity > DiagnosticSeverity.Info && !marked.Contains((report.Id, report.Line))));
        Assert.Equal(!Missed.ContainsKey(path), reported.Any(report => marked.Contains((report.Id, report.Line))));
    }

    [Theory]
    [MemberData(nameof(Correct))]
    public async Task Correct_program_is_left_alone(string path) =>
        Assert.Equal([], (await new CorpusProgram(path).DiagnoseAsync()).Where(report => report.Severity > DiagnosticSeverity.Info));
}
