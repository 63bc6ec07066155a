using Sessions.Analyzers.Types;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests;

/// <summary>The tests of rules and fixes fail where they should.</summary>
public sealed class HarnessTests
{
    private const string Message = "Type 'Preferences' must be partial because it has [AgentSessionState]";

    private static readonly AnalyzerTest Test = new(new AnnotatedTypeAnalyzer(), Generators.All);
    private static readonly CodeFixTest Fix = new(Test, new MakePartialFix());

    [Theory]
    [InlineData("[AgentSessionState] record Preferences;")]
    [InlineData("[AgentSessionState] partial record [|Preferences|];", Message)]
    [InlineData("[AgentSessionState] [|record|] Preferences;", Message)]
    [InlineData("[AgentSessionState] record {|SESS101:Preferences|};", Message)]
    [InlineData("[AgentSessionState] record [|Preferences|];")]
    [InlineData("[AgentSessionState] record [|Preferences|];", "Another message")]
    [InlineData("[AgentSessionState] record [|Preferences|];", Message, Message)]
    [InlineData("[AgentSessionState] record [|Preferences|] { int Count => missing; }", Message)]
    public Task Report_that_is_not_as_expected_fails(string marked, params string[] messages) =>
        Assert.ThrowsAsync<InvalidOperationException>(() => Test.Reports(marked, messages));

    [Theory]
    [InlineData("[AgentSessionState] record [|Preferences|];", "[AgentSessionState] partial class Preferences;")]
    [InlineData("[AgentSessionState] record Preferences;", "[AgentSessionState] partial record Preferences;")]
    [InlineData("[AgentSessionState] partial record Preferences;", "[AgentSessionState] partial record Preferences; // fixed")]
    public Task Fix_that_is_not_as_expected_fails(string marked, string expected) =>
        Assert.ThrowsAsync<InvalidOperationException>(() => Fix.Fixes(marked, expected));

    [Theory]
    [InlineData("[AgentSessionState] record [|Preferences|];")]
    [InlineData("[AgentSessionState] record Preferences;")]
    public Task Fix_that_is_offered_fails_where_none_is_expected(string marked) =>
        Assert.ThrowsAsync<InvalidOperationException>(() => Fix.OffersNothing(marked));
}
