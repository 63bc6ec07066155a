using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Serialization;

/// <summary>How large a session may be to be restored, and that a long one is written without being in memory as a whole.</summary>
public class SessionSizeTests
{
    private static ChatClientAgent Agent(int? maxBytes = null, SessionStore? store = null, int answerLength = 10)
    {
        var options = new ChatClientAgentOptions { Name = "A", SessionStore = store };
        options.MaxSerializedSessionBytes = maxBytes ?? options.MaxSerializedSessionBytes;
        return new ScriptedModel(_ => ModelAnswer.Of(new string('a', answerLength))).AsAIAgent(options);
    }

    private static async Task<byte[]> SavedAsync()
    {
        var agent = Agent();
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("one", session);
        var buffer = new ArrayBufferWriter<byte>();
        await agent.SerializeSessionAsync(session, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    [Fact]
    public async Task As_many_bytes_as_the_agent_restores_are_restored_in_every_form()
    {
        var saved = await SavedAsync();
        var agent = Agent(saved.Length);

        Assert.Equal(1, (await agent.DeserializeSessionAsync(saved)).Revision);
        Assert.Equal(1, (await agent.DeserializeSessionAsync(JsonElement.Parse(saved))).Revision);
        Assert.Equal(1, (await agent.DeserializeSessionAsync(new MemoryStream(saved))).Revision);
    }

    [Fact]
    public async Task One_byte_more_is_refused_in_every_form()
    {
        var saved = await SavedAsync();
        var agent = Agent(saved.Length - 1);

        SessionFormatException[] errors =
        [
            await Assert.ThrowsAsync<SessionFormatException>(async () => await agent.DeserializeSessionAsync(saved)),
            await Assert.ThrowsAsync<SessionFormatException>(async () => await agent.DeserializeSessionAsync(JsonElement.Parse(saved))),
            await Assert.ThrowsAsync<SessionFormatException>(async () => await agent.DeserializeSessionAsync(new MemoryStream(saved))),
        ];

        Assert.All(errors, error => Assert.StartsWith($"The session data has more than {saved.Length - 1} bytes", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_is_read_no_further_than_the_limit()
    {
        const int Limit = 1_000_000;
        using var endless = new EndlessStream();

        await Assert.ThrowsAsync<SessionFormatException>(async () => await Agent(Limit).DeserializeSessionAsync(endless));

        Assert.InRange(endless.BytesRead, Limit, Limit + (64 * 1024));
    }

    [Fact]
    public void A_limit_is_a_positive_number() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChatClientAgentOptions { MaxSerializedSessionBytes = 0 });

    [Fact]
    public async Task A_long_session_is_read_and_written_turn_by_turn()
    {
        const int Turns = 100;
        const int AnswerLength = 20_000;
        var store = new CountingStore(new InMemorySessionStore());
        var agent = Agent(store: store, answerLength: AnswerLength);
        var written = await agent.GetSessionAsync("s");
        for (var turn = 0; turn < Turns; turn++)
        {
            await agent.RunAsync("go on", written);
        }

        var session = await agent.GetSessionAsync("s");
        var readBefore = store.TurnsRead;
        using var stream = new PiecesStream(() => store.TurnsRead - readBefore);
        await agent.SerializeSessionAsync(session, stream);

        Assert.Equal(Turns, store.TurnsRead - readBefore);
        Assert.InRange(stream.Pieces[0].TurnsRead, 1, 8);
        Assert.All(stream.Pieces, piece => Assert.InRange(piece.Bytes, 1, (64 * 1024) + (2 * AnswerLength)));
        var restored = await Agent().DeserializeSessionAsync(stream.ToArray());
        Assert.Equal(Turns, restored.CurrentTurn);
    }

    /// <summary>Gives out white space, which JSON may begin with, for ever.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public int BytesRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            BytesRead += buffer.Length;
            return new(buffer.Length);
        }
    }

    /// <summary>Notes the pieces that it is written in, and how many turns had been read then. Writing that blocks is refused.</summary>
    private sealed class PiecesStream(Func<int> turnsRead) : MemoryStream
    {
        private readonly ArrayBufferWriter<byte> _written = new();

        public List<(int Bytes, int TurnsRead)> Pieces { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Pieces.Add((buffer.Length, turnsRead()));
            _written.Write(buffer.Span);
            return default;
        }

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("A session is written asynchronously.");

        public override byte[] ToArray() => _written.WrittenSpan.ToArray();
    }
}
