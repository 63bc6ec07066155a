using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>A step of a turn that may be run again, as it is stored.</summary>
/// <param name="InputHash">The hash of the turn's input.</param>
internal sealed record StepJson(byte[] InputHash)
{
    /// <summary>
    /// When the session was created that the turn goes on, as its store has it; <see langword="null"/> for a session that its store did not have.
    /// Once that session is deleted, the step is of nothing any more.
    /// </summary>
    public DateTimeOffset? SessionCreatedAt { get; init; }

    /// <summary>What the model answered, of a step that was read.</summary>
    public ChatResponse? Answer { get; private init; }

    /// <summary>What the model answered, of a step that is to be written.</summary>
    public ReadOnlyMemory<byte> AnswerJson { get; init; }

    /// <summary>The hash of the results that the model was told before it answered.</summary>
    public byte[] AnswersTo { get; init; } = [];

    /// <summary>The call of a tool that was begun.</summary>
    public FunctionCallContent? Begun { get; init; }

    /// <summary>Calls of tools, with their results: those that ran at the same time are one step.</summary>
    public IReadOnlyList<ToolResult> Results { get; init; } = [];

    /// <summary>What the tools changed in the session's state.</summary>
    public IReadOnlyList<StateStep> State { get; init; } = [];

    public static StepJson Read(ReadOnlyMemory<byte> json, SessionKey? session, string turn)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return Checked(new StepJson(root.GetProperty("input"u8).GetBytesFromBase64())
            {
                SessionCreatedAt = root.TryGetProperty("session"u8, out var createdAt) ? createdAt.GetDateTimeOffset() : null,
                Answer = root.TryGetProperty("answer"u8, out var answer) ? StoredFormat.Checked(answer.Deserialize(MessageJson.Response)) : null,
                AnswersTo = root.TryGetProperty("answersTo"u8, out var hash) ? hash.GetBytesFromBase64() : [],
                Begun = root.TryGetProperty("begun"u8, out var begun) ? Required(begun.Deserialize(MessageJson.Call)) : null,
                Results = root.TryGetProperty("results"u8, out var results) ? [.. results.EnumerateArray().Select(ReadResult)] : [],
                State = StateStepJson.Read(root, "state"u8),
            });
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw StoredFormat.Damaged($"A recorded step of turn '{turn}' of session '{session}'", exception, "Run the turn under another key.");
        }
    }

    /// <summary>Writes the step.</summary>
    /// <exception cref="SessionFormatException">What the model or the tool gave has no JSON form.</exception>
    public byte[] Write()
    {
        try
        {
            return ToJson();
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw new SessionFormatException($"{(Results.Count == 0 ? $"The call of tool '{Begun?.Name}'" : $"The result of tool '{Results[0].Call.Name}'")} has no JSON form: {exception.Message}", exception);
        }
    }

    /// <summary>Writes an answer, as it is now: a client that invokes functions goes on to make the answer to the whole turn of it.</summary>
    /// <exception cref="SessionFormatException">What the model gave has no JSON form.</exception>
    public static byte[] WriteAnswer(ChatResponse answer)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(answer, MessageJson.Response);
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw new SessionFormatException($"What the model answered has no JSON form: {exception.Message}", exception);
        }
    }

    // A step of an approved call has no input to be held against.
    private static StepJson Checked(StepJson step) =>
        step.InputHash.Length is not (0 or StoredFormat.HashLength) ? throw new JsonException("The hash of its input is damaged.")
        : step.Answer is null && step.Begun is null && step.Results.Count == 0 ? throw new JsonException("It holds nothing.")
        : step;

    private static T Required<T>(T? content)
        where T : AIContent => content ?? throw new JsonException("A call or its result is null.");

    private byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBase64String("input"u8, InputHash);
            if (SessionCreatedAt is { } createdAt)
            {
                writer.WriteString("session"u8, createdAt);
            }

            if (!AnswerJson.IsEmpty)
            {
                writer.WriteBase64String("answersTo"u8, AnswersTo);
                writer.WritePropertyName("answer"u8);
                writer.WriteRawValue(AnswerJson.Span, skipInputValidation: true);
            }

            if (Begun is not null)
            {
                writer.WritePropertyName("begun"u8);
                JsonSerializer.Serialize(writer, Begun, MessageJson.Call);
            }

            WriteResults(writer);
            StateStepJson.Write(writer, "state"u8, State);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteResults(Utf8JsonWriter writer)
    {
        if (Results.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("results"u8);
        foreach (var (call, result) in Results)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("call"u8);
            JsonSerializer.Serialize(writer, call, MessageJson.Call);
            writer.WritePropertyName("result"u8);
            JsonSerializer.Serialize(writer, result, MessageJson.Result);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ToolResult ReadResult(JsonElement step) => new(
        Required(step.GetProperty("call"u8).Deserialize(MessageJson.Call)),
        Required(step.GetProperty("result"u8).Deserialize(MessageJson.Result)));
}

/// <summary>A call of a tool, with its result.</summary>
/// <param name="Call">The call.</param>
/// <param name="Result">The result.</param>
internal readonly record struct ToolResult(FunctionCallContent Call, FunctionResultContent Result);
