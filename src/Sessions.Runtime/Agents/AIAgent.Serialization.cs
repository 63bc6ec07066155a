using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sessions.Agents;

public abstract partial class AIAgent
{
    internal const int DefaultMaxSerializedSessionBytes = 256 * 1024 * 1024;

    /// <summary>Writes a session, with its history and state, as a JSON element.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidOperationException">The agent has neither a name nor an id that another process would know it by.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    public async ValueTask<JsonElement> SerializeSessionAsync(AgentSession session, CancellationToken cancellationToken = default)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await SerializeSessionAsync(session, buffer, cancellationToken).ConfigureAwait(false);
        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Writes a session, with its history and state, as UTF-8 JSON.</summary>
    /// <param name="session">The session.</param>
    /// <param name="destination">What the JSON is written to.</param>
    /// <inheritdoc cref="SerializeSessionAsync(AgentSession, CancellationToken)"/>
    public ValueTask SerializeSessionAsync(AgentSession session, IBufferWriter<byte> destination, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        ArgumentNullException.ThrowIfNull(destination);
        return SerializeSessionCoreAsync(session, destination, cancellationToken);
    }

    /// <summary>
    /// Writes a session, with its history and state, as UTF-8 JSON. What a store has is read and written turn by turn, so that the
    /// session is never in memory as a whole.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="destination">What the JSON is written to; it stays open.</param>
    /// <inheritdoc cref="SerializeSessionAsync(AgentSession, CancellationToken)"/>
    public ValueTask SerializeSessionAsync(AgentSession session, Stream destination, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        ArgumentNullException.ThrowIfNull(destination);
        return SerializeSessionCoreAsync(session, destination, cancellationToken);
    }

    /// <summary>Restores a session from what <see cref="SerializeSessionAsync(AgentSession, CancellationToken)"/> wrote.</summary>
    /// <param name="serialized">The session.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="SessionFormatException">The data is damaged, foreign, of a newer format, too large, or too deeply nested.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The agent's store has the session at another revision.</exception>
    public ValueTask<AgentSession> DeserializeSessionAsync(JsonElement serialized, CancellationToken cancellationToken = default)
    {
        if (serialized.ValueKind == JsonValueKind.Undefined)
        {
            throw new SessionFormatException("The session data is an undefined JsonElement: nothing was read into it.");
        }

        return DeserializeSessionAsync(JsonMarshal.GetRawUtf8Value(serialized).ToArray().AsMemory(), cancellationToken);
    }

    /// <inheritdoc cref="DeserializeSessionAsync(JsonElement, CancellationToken)"/>
    /// <param name="utf8Json">The session, as UTF-8 JSON.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public ValueTask<AgentSession> DeserializeSessionAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default) =>
        utf8Json.Length > MaxSerializedSessionBytes ? throw TooLarge() : DeserializeSessionCoreAsync(utf8Json, cancellationToken);

    /// <inheritdoc cref="DeserializeSessionAsync(JsonElement, CancellationToken)"/>
    /// <param name="utf8Json">The session, as UTF-8 JSON, read to its end.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async ValueTask<AgentSession> DeserializeSessionAsync(Stream utf8Json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        using var buffer = new MemoryStream();
        var piece = new byte[64 * 1024];
        for (int count; (count = await utf8Json.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (buffer.Length + count > MaxSerializedSessionBytes)
            {
                throw TooLarge();
            }

            buffer.Write(piece, 0, count);
        }

        return await DeserializeSessionCoreAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The most bytes that a serialized session may have to be restored: 256 MiB, unless the kind of agent says otherwise.</summary>
    protected virtual int MaxSerializedSessionBytes => DefaultMaxSerializedSessionBytes;

    /// <summary>Writes a session as UTF-8 JSON.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="destination">What the JSON is written to.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected abstract ValueTask SerializeSessionCoreAsync(AgentSession session, IBufferWriter<byte> destination, CancellationToken cancellationToken);

    /// <summary>Writes a session as UTF-8 JSON. By default it is written to memory first.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="destination">What the JSON is written to.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected virtual async ValueTask SerializeSessionCoreAsync(AgentSession session, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await SerializeSessionCoreAsync(session, buffer, cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Restores a session from UTF-8 JSON.</summary>
    /// <param name="utf8Json">The JSON.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected abstract ValueTask<AgentSession> DeserializeSessionCoreAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken);

    private SessionFormatException TooLarge() =>
        new($"The session data has more than {MaxSerializedSessionBytes} bytes, which is the most that this agent restores. Is it a session? If it is, raise the agent's limit.");
}
