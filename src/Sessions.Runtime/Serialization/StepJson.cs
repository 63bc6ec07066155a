using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>A finished step of a turn, as it is stored: an answer of the model, or a call of a tool with its result.</summary>
/// <param name="InputHash">The hash of the turn's input.</param>
/// <param name="Answer">What the model answered.</param>
/// <param name="Call">The call of a tool.</param>
/// <param name="Result">The tool's result.</param>
internal sealed record StepJson(byte[] InputHash, ChatResponse? Answer, FunctionCallContent? Call, FunctionResultContent? Result)
{
    public static StepJson Read(ReadOnlyMemory<byte> json, SessionKey session, TurnKey turnKey)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var hash = root.GetProperty("input"u8).GetBytesFromBase64();
            return root.TryGetProperty("answer"u8, out var answer)
                ? new StepJson(hash, StoredFormat.Checked(answer.Deserialize(MessageJson.Response)), null, null)
                : new StepJson(hash, null, Required(root.GetProperty("call"u8).Deserialize(MessageJson.Call)), Required(root.GetProperty("result"u8).Deserialize(MessageJson.Result)));
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw StoredFormat.Damaged($"A recorded step of turn '{turnKey}' of session '{session}'", exception, "Run the turn under another key.");
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
            throw new SessionFormatException($"{(Call is null ? "The answer of the model" : $"The result of tool '{Call.Name}'")} has no JSON form: {exception.Message}", exception);
        }
    }

    private static T Required<T>(T? content)
        where T : AIContent => content ?? throw new JsonException("A call or its result is null.");

    private byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBase64String("input"u8, InputHash);
            if (Answer is not null)
            {
                writer.WritePropertyName("answer"u8);
                JsonSerializer.Serialize(writer, Answer, MessageJson.Response);
            }
            else
            {
                writer.WritePropertyName("call"u8);
                JsonSerializer.Serialize(writer, Call!, MessageJson.Call);
                writer.WritePropertyName("result"u8);
                JsonSerializer.Serialize(writer, Result!, MessageJson.Result);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
