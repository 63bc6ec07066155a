using Microsoft.Extensions.Logging;

namespace Sessions.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLoggerFactory : ILoggerFactory, ILogger
{
    private readonly List<Entry> _entries = [];

    public sealed record Entry(int Id, string? Name, LogLevel Level, string Message, Exception? Exception);

    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_entries)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>What was logged of turns: ids and levels.</summary>
    public IReadOnlyList<(int Id, LogLevel Level)> Events => [.. Entries.Select(entry => (entry.Id, entry.Level))];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
        lock (_entries)
        {
            _entries.Add(new Entry(eventId.Id, eventId.Name, logLevel, $"{formatter(state, exception)} {values}", exception));
        }
    }

    public void Dispose()
    {
    }
}
