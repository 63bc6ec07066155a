using System.Collections.ObjectModel;
using System.Text;

namespace Sessions.AgentFramework.Stores;

/// <summary>A key of the framework's stores, with its partitions, as a key of ours: one for each.</summary>
internal static class StoreKeyText
{
    private const string TenantPartition = "tenant";
    private static readonly IReadOnlyDictionary<string, string> NoPartitions = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Makes our key.</summary>
    /// <exception cref="ArgumentException">A part is longer than our keys are, or has a control character or a lone surrogate.</exception>
    public static SessionKey ToSessionKey(string sessionId, IReadOnlyDictionary<string, string>? partitions)
    {
        var id = new StringBuilder(Escaped(sessionId));
        var separator = '?';
        foreach (var (name, value) in (partitions ?? NoPartitions).OrderBy(partition => partition.Key, StringComparer.Ordinal))
        {
            if (name != TenantPartition)
            {
                id.Append(separator).Append(Escaped(name)).Append('=').Append(Escaped(value));
                separator = '&';
            }
        }

        return new SessionKey(partitions?.GetValueOrDefault(TenantPartition) ?? "", id.ToString());
    }

    private static string Escaped(string part) => part
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("?", "%3F", StringComparison.Ordinal)
        .Replace("=", "%3D", StringComparison.Ordinal)
        .Replace("&", "%26", StringComparison.Ordinal);
}
