namespace Sessions.Agents;

// How a turn is streamed: begun, read piece by piece, and completed behind the last.
internal sealed partial class ChatTurn
{
    private TurnStream? _stream;

    /// <summary>Asks the model for a stream, unless there is a recorded reply.</summary>
    public async ValueTask BeginStreamAsync()
    {
        try
        {
            await OpenAsync(attempt: 1).ConfigureAwait(false);
            if (Recorded is not null)
            {
                return;
            }

            EnterFlow();
            var request = await PrepareAsync().ConfigureAwait(false);
            _stream = new TurnStream(_agent.Pipeline.GetStreamingResponseAsync(request, _chatOptions, _pass.Token).GetAsyncEnumerator(_pass.Token));
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw _context.Exception!;
        }
    }

    /// <summary>
    /// Waits for the next piece of the stream. Makes the caller's flow part of the turn, until the caller's async method returns or yields.
    /// </summary>
    /// <returns>Whether there is one, to be taken.</returns>
    public ValueTask<bool> MoveNextAsync()
    {
        _stream!.Enter();
        try
        {
            var moving = _stream.MoveNextAsync();
            return moving.IsCompletedSuccessfully ? new(moving.Result) : AwaitAsync(moving);
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw _context.Exception!;
        }
    }

    private async ValueTask<bool> AwaitAsync(ValueTask<bool> moving)
    {
        try
        {
            return await moving.ConfigureAwait(false);
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw _context.Exception!;
        }
    }

    /// <summary>Takes the piece that the stream stands at.</summary>
    public AgentResponseUpdate Take()
    {
        try
        {
            return new AgentResponseUpdate(_stream!.Take()) { AgentId = _agent.Id, TurnId = Id };
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw _context.Exception!;
        }
    }

    /// <summary>Completes a turn whose stream has come to its end.</summary>
    public async ValueTask<AgentResponse> CompleteStreamAsync()
    {
        await DisposeStreamAsync().ConfigureAwait(false);
        EnterFlow();
        try
        {
            return await CompleteAsync(_stream!.ToResponse()).ConfigureAwait(false);
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw _context.Exception!;
        }
    }

    private ValueTask DisposeStreamAsync() => _stream is null ? default : DisposeStreamAsync(_stream);

    private async ValueTask DisposeStreamAsync(TurnStream stream)
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // What was said has been said: neither the answer nor the error that the caller is to get may be lost over this.
            _agent.Logger.StreamNotDisposed(exception, Id, _agent.Id);
        }
    }
}
