using Company.Models;
using Sessions.Agents;

namespace Concurrency;

public sealed class GuardedChat : IDisposable
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Guarded");
    private readonly SemaphoreSlim _gate = new(1, 1);
    private AgentSession? _session;

    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _session ??= await _agent.CreateSessionAsync(cancellationToken);
            return (await _agent.RunAsync(question, _session, cancellationToken: cancellationToken)).Text;
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<string[]> AskAllAsync(IEnumerable<string> questions, CancellationToken cancellationToken) =>
        Task.WhenAll(questions.Select(question => AskAsync(question, cancellationToken)));

    public void Dispose() => _gate.Dispose();
}
