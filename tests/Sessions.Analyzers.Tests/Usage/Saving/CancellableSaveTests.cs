using Sessions.Analyzers.Usage;
using Sessions.Analyzers.Usage.Saving;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Saving;

public sealed class CancellableSaveTests
{
    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new CancellableSaveRule()));
    private static readonly CodeFixTest Fix = new(Test, new SaveWithoutTokenFix());

    public static TheoryData<string, string> Cancellable => new()
    {
        { "finally", "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { await SAVE([|token|])); }" },
        { "finally", "try { await agent.RunAsync(\"Hi\", session); } finally { await SAVE([|token|])).ConfigureAwait(false); }" },
        { "finally", "try { await Task.Delay(1, _stop.Token); } finally { await SAVE([|_stop.Token|])); }" },
        { "finally", "var own = token; try { await Task.Delay(1, own); } finally { if (session is not null) { await SAVE([|own|])); } }" },
        { "catch", "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } catch (OperationCanceledException) { await SAVE([|token|])); throw; }" },
        { "catch", "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } catch (Exception e) { Console.WriteLine(e); await SAVE([|token|])); }" },
        { "catch", "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } catch { await SAVE([|token|])); }" },
        { "finally", "Func<Task> ask = async () => { try { await agent.RunAsync(\"Hi\", session); } finally { await SAVE([|token|])); } }; await ask();" },
        { "finally", "try { try { await agent.RunAsync(\"Hi\", session); } catch (InvalidOperationException) { throw; } } finally { await SAVE([|token|])); }" },
    };

    public static TheoryData<string> Safe =>
    [
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { await SAVE(CancellationToken.None)); }",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { await SAVE(default)); }",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { await SAVE(new CancellationToken())); }",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { using var own = new CancellationTokenSource(1000); await SAVE(own.Token)); }",
        "using var own = new CancellationTokenSource(1000); try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { await SAVE(own.Token)); }",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); await SAVE(token)); } finally { Console.WriteLine(); }",
        "await agent.RunAsync(\"Hi\", session, cancellationToken: token); await SAVE(token));",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } catch (InvalidOperationException) { await SAVE(token)); }",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } catch (Exception) when (!token.IsCancellationRequested) { await SAVE(token)); }",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { if (!token.IsCancellationRequested) { await SAVE(token)); } }",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { Func<Task> later = async () => await SAVE(token)); Console.WriteLine(later); }",
        "try { await agent.RunAsync(\"Hi\", session, cancellationToken: token); } finally { await Task.Delay(1, token); }",
    ];

    [Theory]
    [MemberData(nameof(Cancellable))]
    public Task Save_that_may_be_cancelled_is_reported(string block, string code) =>
        Test.Reports(InMethod(code.Replace("SAVE(", "agent.SaveSessionAsync(session!, ").Replace("))", ")")), [Message(block)]);

    [Theory]
    [MemberData(nameof(Cancellable))]
    public Task Save_that_may_be_cancelled_is_reported_on_the_framework(string block, string code) =>
        Test.OnAgentFramework().Reports(InMethod(code.Replace("SAVE(", "agent.SerializeSessionAsync(session!, null, ").Replace("))", ")")), [Message(block)]);

    [Theory]
    [MemberData(nameof(Cancellable))]
    public Task Save_in_the_frameworks_store_is_reported(string block, string code) =>
        Test.OnAgentFramework().Reports(InMethod(code.Replace("SAVE(", "store.SaveSessionAsync(agent, key, session!, ").Replace("))", ")")), [Message(block)]);

    [Theory]
    [MemberData(nameof(Safe))]
    public Task Save_that_is_not_cancelled_is_not(string code) =>
        Test.IsSilent(InMethod(code.Replace("SAVE(", "agent.SaveSessionAsync(session!, ").Replace("))", ")")));

    [Theory]
    [MemberData(nameof(Safe))]
    public Task Save_that_is_not_cancelled_is_not_on_the_framework(string code) =>
        Test.OnAgentFramework().IsSilent(InMethod(code.Replace("SAVE(", "agent.SerializeSessionAsync(session!, null, ").Replace("))", ")")));

    [Fact]
    public Task Fix_takes_the_token_away() => Fix.Fixes(
        InMethod("""
            try
                    {
                        await agent.RunAsync("Hi", session, cancellationToken: token);
                    }
                    catch (OperationCanceledException)
                    {
                        await agent.SaveSessionAsync(session!, cancellationToken: [|token|]); // what was said
                        throw;
                    }
                    finally
                    {
                        await agent.SaveSessionAsync(session!, [|token|]);
                    }
            """),
        InMethod("""
            try
                    {
                        await agent.RunAsync("Hi", session, cancellationToken: token);
                    }
                    catch (OperationCanceledException)
                    {
                        await agent.SaveSessionAsync(session!, cancellationToken: CancellationToken.None); // what was said
                        throw;
                    }
                    finally
                    {
                        await agent.SaveSessionAsync(session!, CancellationToken.None);
                    }
            """));

    private static string Message(string block) =>
        $"The session is saved in a '{block}' block with a token that may be cancelled by then, and is lost if it is; save it with CancellationToken.None";

    private static string InMethod(string code) => $$"""
        #pragma warning disable MAAI001 // The framework's store is experimental.
        class Chat
        {
            private readonly CancellationTokenSource _stop = new();

            public void Stop() => _stop.Cancel();

            public async Task Ask(AIAgent agent, AgentSession? session, CancellationToken token{{(code.Contains("store.", StringComparison.Ordinal) ? ", AgentSessionStore store, AgentSessionStoreKey key" : "")}})
            {
                await Task.Yield();
                {{code}}
            }
        }
        """;
}
