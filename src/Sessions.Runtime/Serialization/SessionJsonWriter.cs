using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>Writes a session as UTF-8 JSON: its beginning, its turns one by one, its end.</summary>
internal sealed class SessionJsonWriter : IAsyncDisposable
{
    // What is written goes out in pieces of about this many bytes, so that a long session is never in memory as a whole.
    private const int FlushThreshold = 64 * 1024;

    // What is written here is well-formed by itself, and what others wrote is read on its way in.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    // Each turn has these.
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText OtherId = JsonEncodedText.Encode("turnId");
    private static readonly JsonEncodedText Messages = JsonEncodedText.Encode("messages");

    private readonly Utf8JsonWriter _json;
    private long _lastNumber;

    // When the turn before has ended, from where the time of the next is told: fewer digits.
    private long _since;

    public SessionJsonWriter(IBufferWriter<byte> destination) => _json = new Utf8JsonWriter(destination, Options);

    public SessionJsonWriter(Stream destination) => _json = new Utf8JsonWriter(destination, Options);

    /// <summary>Begins the session.</summary>
    /// <param name="head">Where it stands.</param>
    /// <param name="initialState">The state from before the first turn.</param>
    /// <param name="details">The session's details.</param>
    public void Begin(SessionHead head, SessionDetails details, IReadOnlyList<StateValue> initialState)
    {
        _json.WriteStartObject();
        _json.WriteString("format"u8, SessionDocument.Format);
        _json.WriteNumber("version"u8, SessionDocument.Version);
        WriteHead(head);
        SessionDetailsJson.Write(_json, "details"u8, details);
        WriteWrittenState("initialState"u8, initialState);
        _json.WriteStartArray("turns"u8);
    }

    /// <summary>Writes a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="state">The state that was written at it.</param>
    /// <param name="reply">What answers its key.</param>
    public void Write(SessionTurn turn, IReadOnlyList<StateValue> state, TurnReply? reply)
    {
        var record = turn.Record;
        BeginTurn(record, reply);
        MessageJson.Write(_json, turn.Messages);
        WriteWrittenState("state"u8, state);
        _json.WriteEndObject();
        (_lastNumber, _since) = (record.Number, record.CompletedAt.UtcTicks);
    }

    /// <summary>Ends the session.</summary>
    /// <param name="state">The state values as they are now; emptied slots are left out.</param>
    public void End(IReadOnlyCollection<StateValue> state)
    {
        _json.WriteEndArray();
        WriteState("state"u8, state);
        _json.WriteEndObject();
    }

    /// <summary>Passes on what has been written, once it is enough.</summary>
    public ValueTask FlushIfFullAsync(CancellationToken cancellationToken) =>
        _json.BytesPending < FlushThreshold ? default : new(_json.FlushAsync(cancellationToken));

    /// <summary>Passes on the rest.</summary>
    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void WriteHead(SessionHead head)
    {
        _json.WriteString("agentId"u8, head.AgentId);
        _json.WriteString("tenant"u8, head.Key.Tenant);
        _json.WriteString("id"u8, head.Key.Id);
        _json.WriteString("historyOwner"u8, SessionJsonNames.Of(head.HistoryOwner));
        WriteOptional("serviceSessionId"u8, head.ServiceSessionId);
        _json.WriteNumber("currentTurn"u8, head.CurrentTurn);
        _json.WriteNumber("lastTurn"u8, head.LastTurn);
        _json.WriteNumber("revision"u8, head.Revision);
        _json.WriteString("createdAt"u8, head.CreatedAt);
        _json.WriteString("updatedAt"u8, head.UpdatedAt);
    }

    private void BeginTurn(TurnRecord record, TurnReply? reply)
    {
        _json.WriteStartObject();
        if (record.Number != _lastNumber + 1)
        {
            _json.WriteNumber("number"u8, record.Number);
        }

        record.CompactId.Write(_json, Id, OtherId);
        TurnJson.Write(_json, record, reply, _since);
        WriteOptional("key"u8, record.TurnKey);
        if (reply is not null)
        {
            _json.WriteBase64String("inputHash"u8, reply.InputHash.Span);
        }

        _json.WritePropertyName(Messages);
    }

    /// <summary>Writes what was written at a turn, if anything was.</summary>
    private void WriteWrittenState(ReadOnlySpan<byte> name, IReadOnlyList<StateValue> state)
    {
        if (state.Count > 0)
        {
            WriteState(name, state);
        }
    }

    private void WriteState(ReadOnlySpan<byte> name, IReadOnlyCollection<StateValue> state)
    {
        _json.WriteStartObject(name);
        foreach (var value in state)
        {
            _json.WriteStartObject(value.Key);
            _json.WriteNumber("version"u8, value.Version);

            // A slot that was emptied has no value.
            if (value.Json is { } json)
            {
                _json.WritePropertyName("value"u8);
                WriteStored(json, value.Key);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteStored(ReadOnlyMemory<byte> json, string stateKey)
    {
        try
        {
            _json.WriteRawValue(json.Span);
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw StoredFormat.Damaged($"State '{stateKey}'", exception);
        }
    }

    private void WriteOptional(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }
}
