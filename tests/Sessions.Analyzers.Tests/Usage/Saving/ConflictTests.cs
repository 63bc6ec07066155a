using Sessions.Analyzers.Usage.Saving;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Saving;

public sealed class ConflictTests
{
    private static readonly AnalyzerTest Test = new(new ConflictAnalyzer());

    private static readonly string[] Ignored =
        ["A conflict that is ignored loses the turn, which nobody is told; run it again with OnConflict = ConflictHandling.Retry, or tell the caller"];

    private static readonly string[] Hidden =
        ["This answers a conflict by a constant, and the caller cannot tell that the turn was lost; run it again with OnConflict = ConflictHandling.Retry, or tell the caller"];

    [Theory]
    [InlineData("catch ([|SessionConflictException|]) { }")]
    [InlineData("catch ([|SessionConflictException|] conflict) { }")]
    [InlineData("catch ([|Sessions.SessionConflictException|]) { }")]
    [InlineData("catch ([|SessionConflictException|]) { /* another was faster */ }")]
    [InlineData("catch ([|SessionConflictException|]) { ; }")]
    [InlineData("catch (SessionMismatchException) { throw; } catch ([|SessionConflictException|]) { }")]
    [InlineData("catch ([|SessionConflictException|]) { } finally { Console.WriteLine(); }")]
    [InlineData("catch ([|SessionConflictException|]) { } catch (Exception e) { Console.WriteLine(e); }")]
    public Task Conflict_that_is_ignored_is_reported(string handler) => Test.Reports(InMethod(handler).Replace("SessionConflictException conflict", "SessionConflictException"), Ignored);

    [Theory]
    [InlineData("catch ({|SESS314:SessionConflictException|}) { return null; }")]
    [InlineData("catch ({|SESS314:SessionConflictException|}) { return \"\"; }")]
    [InlineData("catch ({|SESS314:SessionConflictException|}) { return default; }")]
    [InlineData("catch ({|SESS314:SessionConflictException|}) { return \"Please try again\"; }")]
    [InlineData("catch ({|SESS314:SessionConflictException|}) { return nameof(Chat); }")]
    [InlineData("catch ({|SESS314:SessionConflictException|}) { return string.Empty; }")]
    [InlineData("catch ({|SESS314:SessionConflictException|}) { return (string?)null; }")]
    [InlineData("catch ({|SESS314:Sessions.SessionConflictException|}) { return \"a\" + \"b\"; }")]
    public Task Conflict_that_is_answered_by_a_constant_is_told_of(string handler) => Test.Reports(InMethod(handler), Hidden);

    [Theory]
    [InlineData("catch (SessionConflictException) { throw; }")]
    [InlineData("catch (SessionConflictException conflict) { Console.WriteLine(conflict); }")]
    [InlineData("catch (SessionConflictException conflict) { return conflict.Message; }")]
    [InlineData("catch (SessionConflictException) { Console.WriteLine(\"conflict\"); return null; }")]
    [InlineData("catch (SessionConflictException) { return await Ask(agent, session); }")]
    [InlineData("catch (SessionConflictException) { return Conflict(); }")]
    [InlineData("catch (SessionConflictException conflict) when (conflict.ActualRevision is null) { }")]
    [InlineData("catch (SessionConflictException conflict) { throw new InvalidOperationException(\"Again\", conflict); }")]
    [InlineData("catch (SessionConflictException) { session = await agent.CreateSessionAsync(); }")]
    [InlineData("catch (OperationCanceledException) { }")]
    [InlineData("catch (Exception) { }")]
    [InlineData("catch { }")]
    public Task Conflict_that_is_dealt_with_is_neither(string handler) => Test.IsSilent(InMethod(handler));

    [Theory]
    [InlineData("while (true) { try { return (await agent.RunAsync(\"Hi\", session)).Text; } catch (SessionConflictException) { } }")]
    [InlineData("for (var i = 0; i < 3; i++) { try { return (await agent.RunAsync(\"Hi\", session)).Text; } catch (SessionConflictException) { } } return null;")]
    public Task Conflict_after_which_the_turn_is_run_again_is_neither(string code) => Test.IsSilent(
        $"class Chat {{ public async Task<string?> Ask(AIAgent agent, AgentSession session) {{ {code} }} }}");

    private static string InMethod(string handler) => $$"""
        class Chat
        {
            public async Task<string?> Ask(AIAgent agent, AgentSession session)
            {
                try
                {
                    return (await agent.RunAsync("Hi", session)).Text;
                }
                {{handler}}
                {{(handler.Contains("return await", StringComparison.Ordinal) ? "" : "return session.Id;")}}
            }

            public static string Conflict() => DateTime.UnixEpoch.ToString();
        }
        """;
}
