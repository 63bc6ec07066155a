using Sessions;
using Sessions.Agents;

namespace Web;

public abstract class ComponentBase
{
    protected virtual Task OnInitializedAsync() => Task.CompletedTask;

    protected void StateHasChanged() => Console.WriteLine("rendered");
}

public sealed class ChatBox(AIAgent agent) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private AgentSession? _session;
    private Task? _running;

    public string User { get; set; } = "";

    public List<string> Lines { get; } = [];

    protected override async Task OnInitializedAsync() =>
        _session = await agent.GetSessionAsync(new SessionKey(User, "box"), cancellationToken: _closed.Token);

    public async Task SendAsync(string text)
    {
        if (_running is { IsCompleted: false })
        {
            return;
        }

        _running = AnswerAsync(text);
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _closed.Dispose();
    }

    private async Task AnswerAsync(string text)
    {
        await foreach (var update in agent.RunStreamingAsync(text, _session, cancellationToken: _closed.Token))
        {
            Lines.Add(update.Text);
            StateHasChanged();
        }
    }
}
