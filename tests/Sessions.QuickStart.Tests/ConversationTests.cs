using System.Collections.Immutable;
using QuickStart;
using QuickStart.Models;
using Sessions.Agents;

namespace Sessions.QuickStart.Tests;

public sealed class ConversationTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly CancellationTokenSource _interrupt = new();

    [Fact]
    public async Task Prints_both_sides_and_takes_its_leave_at_the_end_of_the_input()
    {
        var session = await TalkAsync(new OfflineChatClient(), "My name is Alice.\n\n  \nWho am I?\n");

        Assert.Equal(
            """
            Session 's' is new. Say something about yourself, then ask what the agent remembers.
            You:   My name is Alice.
            Agent: I see: your name is Alice.
            You:   Who am I?
            Agent: You told me: your name is Alice.

            Goodbye! Session 's' has 2 turns.

            """,
            _output.ToString());
        Assert.Equal(2, session.Revision);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Does_not_repeat_what_is_typed_at_the_keyboard()
    {
        await TalkAsync(new OfflineChatClient(), "My name is Alice.", echo: false);

        Assert.Contains("You:   Agent: I see: your name is Alice.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Greets_with_what_the_session_knows()
    {
        var agent = new OfflineChatClient().AsAIAgent();
        var session = await agent.CreateSessionAsync("s");
        await agent.RunAsync("Hello!", session);
        session.SetTravelPreferences(new TravelPreferences { UserName = "Alice", Interests = ["hiking", "chess"] });

        await new Conversation(agent, session, Terminal(""), "a model").RunAsync(_interrupt.Token);

        Assert.StartsWith("Welcome back, Alice! Session 's' goes on after 1 turn.\nYou love hiking, chess.\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_after_a_turn_that_failed()
    {
        var calls = 0;
        using var model = new FakeChatClient(_ => ++calls == 1 ? throw new HttpRequestException("The cable\nis cut.") : "Hello again.");

        var session = await TalkAsync(model, "Hello?\nHello?", exitCode: ExitCode.Failed);

        Assert.Equal("No answer from a model: The cable is cut.\nNothing of this turn was kept; you can go on.\n", _error.ToString());
        Assert.Contains("Agent: Hello again.", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, session.Revision);
    }

    [Fact]
    public async Task Ends_when_it_is_interrupted_while_it_answers()
    {
        using var model = new FakeChatClient(cancellationToken =>
        {
            _interrupt.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
            return "Too late.";
        });

        var session = await TalkAsync(model, "Hello?\nAre you there?", exitCode: ExitCode.Interrupted);

        Assert.EndsWith("\nInterrupted. Session 's' has 0 turns.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Too late", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, session.Revision);
    }

    [Fact]
    public async Task Ends_when_it_is_interrupted_while_it_waits_for_a_line()
    {
        using var silent = new SilentReader();
        var agent = new OfflineChatClient().AsAIAgent();
        var conversation = new Conversation(agent, await agent.CreateSessionAsync("s"), new Terminal(silent, _output, _error, Echo: true), "a model");
        var running = conversation.RunAsync(_interrupt.Token);
        await Task.WhenAny(silent.Asked, running);

        await _interrupt.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await running);
    }

    public void Dispose() => _interrupt.Dispose();

    private async Task<AgentSession> TalkAsync(Microsoft.Extensions.AI.IChatClient model, string input, bool echo = true, int exitCode = ExitCode.Ended)
    {
        var agent = model.AsAIAgent();
        var session = await agent.CreateSessionAsync("s");
        var conversation = new Conversation(agent, session, Terminal(input) with { Echo = echo }, "a model");

        Assert.Equal(exitCode, await conversation.RunAsync(_interrupt.Token));
        return session;
    }

    private Terminal Terminal(string input) => new(new StringReader(input), _output, _error, Echo: true);

    /// <summary>A user who says nothing for as long as the test lasts.</summary>
    private sealed class SilentReader : TextReader
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _left = new();

        public Task Asked => _asked.Task;

        public override string? ReadLine()
        {
            _asked.TrySetResult();
            _left.Wait();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            // The event is not disposed of: the thread that waits for a line may still be about to look at it.
            _left.Set();
            base.Dispose(disposing);
        }
    }
}
