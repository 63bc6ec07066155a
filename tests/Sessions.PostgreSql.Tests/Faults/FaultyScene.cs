using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Faults;

/// <summary>An agent whose sessions a server keeps that fails, and what is left of its turns.</summary>
internal sealed class FaultyScene : IAsyncDisposable
{
    private readonly PostgreSqlSessionStore _store;
    private readonly ScriptedModel _model;
    private AgentSession? _session;

    public FaultyScene(PostgreSqlSessionStore store)
    {
        _store = store;
        _model = new ScriptedModel(Answer);
        Agent = _model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = store,
            ConfigureChatClient = client => new FunctionInvokingChatClient(client),
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(WorkAsync, "work")] },
        });
    }

    public ChatClientAgent Agent { get; }

    /// <summary>What happens while the model answers.</summary>
    public Func<Task> OnAnswer { get; set; } = () => Task.CompletedTask;

    /// <summary>What happens while a tool runs.</summary>
    public Func<Task> OnTool { get; set; } = () => Task.CompletedTask;

    /// <summary>How often a tool has run.</summary>
    public int Tools { get; private set; }

    /// <summary>How often the model was asked.</summary>
    public int Asked => _model.Log.Requests.Count;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    public async Task<AgentSession> SessionAsync() => _session ??= await Agent.GetSessionAsync("s", cancellationToken: Token);

    public async Task<AgentResponse> SayAsync(string input, string? key = null)
    {
        var response = await Agent.RunAsync(input, await SessionAsync(), new AgentRunOptions { TurnKey = key }, Token);
        Assert.Equal($"re {input}", response.Text);
        return response;
    }

    /// <summary>Says something that fails after the model has answered. The answer is in the exception.</summary>
    public async Task<string> FailAsync(string input)
    {
        var failure = await Assert.ThrowsAsync<SessionStoreException>(() => SayAsync(input));
        Assert.Equal($"re {input}", failure.Response!.Text);
        return failure.Message;
    }

    /// <summary>Says something that fails before the model is asked.</summary>
    public async Task<string> FailAtOnceAsync(string input)
    {
        var asked = Asked;
        var failure = await Assert.ThrowsAsync<SessionStoreException>(() => SayAsync(input));
        Assert.Null(failure.Response);
        Assert.Equal(asked, Asked);
        return failure.Message;
    }

    /// <summary>Asserts that the session has these inputs, each with its answer, as whoever opens it anew sees it.</summary>
    public async Task AssertInputsAsync(params string[] inputs)
    {
        var session = await Agent.GetSessionAsync("s", cancellationToken: Token);
        var turns = await Agent.ReadTurnsAsync(session, cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(inputs, turns.Select(turn => turn.Messages[0].Text));
        Assert.All(turns, turn => Assert.Equal($"re {turn.Messages[0].Text}", turn.Messages[^1].Text));
        Assert.Equal(inputs.Length, session.Revision);
    }

    private ModelAnswer Answer(ModelRequest request)
    {
        var input = request.Messages.Last(message => message.Role == ChatRole.User).Text;
        return input.StartsWith("work", StringComparison.Ordinal) && request.Messages[^1].Role == ChatRole.User
            ? ModelAnswer.Nothing.Call($"c{request.Number}", "work")
            : ModelAnswer.Of($"re {input}").After(_ => OnAnswer());
    }

    private async Task<string> WorkAsync()
    {
        Tools++;
        await OnTool();
        return "done";
    }
}
