using System.Text.Json;
using Microsoft.Agents.AI;

namespace Persistence;

public sealed class Autosave(AIAgent agent, string path) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isDirty;

    public AgentSession? Session { get; private set; }

    public async Task<string> SayAsync(string text, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Session ??= await agent.CreateSessionAsync(cancellationToken);
            _isDirty = true;
            return (await agent.RunAsync(text, Session, cancellationToken: cancellationToken)).Text;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task FlushAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_isDirty && Session is not null)
            {
                JsonElement state = await agent.SerializeSessionAsync(Session);
                await File.WriteAllTextAsync(path, state.GetRawText());
                _isDirty = false;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await FlushAsync();
        _gate.Dispose();
    }
}
