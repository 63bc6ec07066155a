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
    private static readonly JsonEncodedText Number = JsonEncodedText.Encode("number");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText StartedAt = JsonEncodedText.Encode("startedAt");
    private static readonly JsonEncodedText CompletedAt = JsonEncodedText.Encode("completedAt");
    private static readonly JsonEncodedText InputCount = JsonEncodedText.Encode("inputCount");
    private static readonly JsonEncodedText Messages = JsonEncodedText.Encode("messages");

    private readonly Utf8JsonWriter _json;

    public SessionJsonWriter(IBufferWriter<byte> destination) => _json = new Utf8JsonWriter(destination, Options);

    public SessionJsonWriter(Stream destination) => _json = new Utf8JsonWriter(destination, Options);

    /// <summary>Begins the session.</summary>
    /// <param name="head">Where it stands.</param>
    /// <param name="initialState">The state from before the first turn.</param>
    public void Begin(SessionHead head, IReadOnlyList<StateValue> initialState)
    {
        _json.WriteStartObject();
        _json.WriteString("format"u8, SessionDocument.Format);
        _json.WriteNumber("version"u8, SessionDocument.Version);
        WriteHead(head);
        WriteWrittenState("initialState"u8, initialState);
        _json.WriteStartArray("turns"u8);
    }

    /// <summary>Writes a turn that is in memory.</summary>
    public void Write(TurnRecord record, ArraySegment<ChatMessage> messages, IReadOnlyList<StateValue> state, StoredReply? reply)
    {
        BeginTurn(record);
        MessageJson.Write(_json, messages);
        EndTurn(state, reply);
    }

    /// <summary>Writes a turn as a store has it.</summary>
    public void Write(StoredTurn turn, StoredReply? reply)
    {
        BeginTurn(turn.Turn);
        _json.WriteStartArray();
        foreach (var message in turn.Messages)
        {
            _json.WriteRawValue(message.Span);
        }

        _json.WriteEndArray();
        EndTurn(turn.State, reply);
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

    private void BeginTurn(TurnRecord record)
    {
        _json.WriteStartObject();
        _json.WriteNumber(Number, record.Number);
        record.CompactId.Write(_json, Id);
        _json.WriteString(Status, SessionJsonNames.Of(record.Status));
        WriteOptional("finishReason"u8, record.FinishReason?.Value);
        WriteOptional("responseId"u8, record.ResponseId);
        _json.WriteString(StartedAt, record.StartedAt);
        _json.WriteString(CompletedAt, record.CompletedAt);
        _json.WriteNumber(InputCount, record.InputCount);
        WriteOptional("key"u8, record.TurnKey);
        if (record.Usage is not null)
        {
            _json.WritePropertyName("usage"u8);
            JsonSerializer.Serialize(_json, record.Usage, MessageJson.Usage);
        }

        _json.WritePropertyName(Messages);
    }

    private void EndTurn(IReadOnlyList<StateValue> state, StoredReply? reply)
    {
        WriteWrittenState("state"u8, state);
        if (reply is not null)
        {
            _json.WriteStartObject("reply"u8);
            _json.WriteBase64String("inputHash"u8, reply.InputHash.Span);
            _json.WritePropertyName("response"u8);
            _json.WriteRawValue(reply.Response.Span);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
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
