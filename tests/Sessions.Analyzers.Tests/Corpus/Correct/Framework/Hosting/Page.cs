using Microsoft.Agents.AI;

namespace Hosting;

public sealed class ChatPage(AIAgent agent)
{
    private AgentSession? _session;
    private bool _isBusy;

    public List<(string Role, string Text)> Lines { get; } = [];

    public async Task InitializeAsync() => _session = await agent.CreateSessionAsync();

    public async Task ResetAsync()
    {
        Lines.Clear();
        _session = await agent.CreateSessionAsync();
    }

    public async Task SendAsync(string text)
    {
        if (_isBusy || _session is null)
        {
            return;
        }

        _isBusy = true;
        try
        {
            Lines.Add(("user", text));
            var answer = await agent.RunAsync(text, _session);
            Lines.Add(("assistant", answer.Text));
        }
        finally
        {
            _isBusy = false;
        }
    }
}
