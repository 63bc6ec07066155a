using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// Names calls of tools for the world outside. In a turn with a key a call has the same name in every attempt: it is made of the
/// session, the key, the tool and the arguments, not of ids that the model gives anew.
/// </summary>
internal static class ToolCallKey
{
    // No text in UTF-8 holds this byte.
    private static readonly byte[] NoText = [0xFF];

    public static string Of(ChatRun run, FunctionCallContent call, int ordinal)
    {
        if (run.TurnKey is not { } key)
        {
            return Guid.NewGuid().ToString("N");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, run.Agent.Id, run.Session?.Tenant ?? "", run.Session?.Id ?? "", key.Value, call.Name, ordinal.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in (call.Arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal)).OrderBy(argument => argument.Key, StringComparer.Ordinal))
        {
            Add(hash, name, value is null ? "null" : Encoding.UTF8.GetString(MessageJson.TrySerialize(value) ?? []));
        }

        return Convert.ToHexString(hash.GetHashAndReset(), 0, 16).ToLowerInvariant();
    }

    /// <summary>Adds texts, each so that it cannot run into the next.</summary>
    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData(NoText);
        }
    }
}
