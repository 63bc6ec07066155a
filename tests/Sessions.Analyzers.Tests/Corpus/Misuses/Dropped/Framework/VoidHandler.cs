using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Buttons;

public sealed class ChatWindow
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Window");
    private AgentSession? _session;

    public event EventHandler? Sent;

    public async Task OpenAsync() => _session = await _agent.CreateSessionAsync();

    public void OnSendClicked(object? sender, EventArgs e)
    {
        _agent.RunAsync("The user clicked on send.", _session); // misuse: SESS307
        Sent?.Invoke(this, e);
    }
}
