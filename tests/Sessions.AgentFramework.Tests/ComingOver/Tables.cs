using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.ComingOver;

/// <summary>Messages of conversations, as a table has them.</summary>
public sealed class MessageTable
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<ChatMessage>> _rows = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<ChatMessage>> ReadAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_rows.GetValueOrDefault(id, []));

    public Task AppendAsync(string id, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        _rows.AddOrUpdate(id, messages, (_, before) => [.. before, .. messages]);
        return Task.CompletedTask;
    }
}

/// <summary>Sessions, as a column has their JSON.</summary>
public sealed class SessionRows
{
    private readonly ConcurrentDictionary<(string Tenant, string Id), string> _rows = new();

    public Task<string?> ReadAsync(string tenant, string id, CancellationToken cancellationToken) => Task.FromResult(_rows.GetValueOrDefault((tenant, id)));

    public Task WriteAsync(string tenant, string id, string json, CancellationToken cancellationToken)
    {
        _rows[(tenant, id)] = json;
        return Task.CompletedTask;
    }
}
