using System.Threading.Channels;
using Company.Models;
using Sessions.Agents;

namespace Concurrency;

public sealed class Mailbox
{
    private readonly Channel<(string Text, TaskCompletionSource<string> Reply)> _mails = Channel.CreateUnbounded<(string, TaskCompletionSource<string>)>();
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Mailbox");

    public Task<string> PostAsync(string text)
    {
        var reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _mails.Writer.TryWrite((text, reply));
        return reply.Task;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        AgentSession session = await _agent.CreateSessionAsync(cancellationToken);
        await foreach (var (text, reply) in _mails.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                reply.SetResult((await _agent.RunAsync(text, session, cancellationToken: cancellationToken)).Text);
            }
            catch (Exception exception)
            {
                reply.SetException(exception);
            }
        }
    }
}
