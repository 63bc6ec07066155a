using System.Globalization;
using System.Text;

namespace Sessions.Benchmarks;

/// <summary>What most of a program is: code that knows nothing of sessions.</summary>
internal static class OtherCode
{
    /// <summary>How a file begins that has nothing else.</summary>
    public static string Header(int number) => string.Create(CultureInfo.InvariantCulture, $"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Project.Area{number};

        """);

    /// <summary>Adds classes until the file has so many lines.</summary>
    public static void Fill(StringBuilder source, int number, int lines)
    {
        var missing = lines - source.ToString().Count(static character => character == '\n');
        for (var part = 0; missing > 0; part++)
        {
            var text = Class(string.Create(CultureInfo.InvariantCulture, $"{number}_{part}"));
            source.Append(text);
            missing -= text.Count(static character => character == '\n');
        }
    }

    private static string Class(string name) => $$"""

        /// <summary>An order, and what it costs.</summary>
        public sealed record Order{{name}}(string Id, decimal Price, int Count)
        {
            public string? Note { get; init; }

            public decimal Total => Price * Count;
        }

        /// <summary>Orders by their ids.</summary>
        public sealed class Orders{{name}}
        {
            private readonly Dictionary<string, Order{{name}}> _orders = new(StringComparer.Ordinal);
            private readonly SemaphoreSlim _gate = new(1, 1);
            private int _changes;

            public int Changes => _changes;

            public async Task<Order{{name}}?> FindAsync(string id, CancellationToken cancellationToken)
            {
                ArgumentException.ThrowIfNullOrEmpty(id);
                await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    return _orders.TryGetValue(id, out var order) ? order : null;
                }
                finally
                {
                    _gate.Release();
                }
            }

            public void Add(Order{{name}} order)
            {
                if (order.Count <= 0)
                {
                    throw new ArgumentOutOfRangeException(nameof(order), $"Order {order.Id} has {order.Count} pieces.");
                }

                _orders[order.Id] = order with { Note = order.Note?.Trim() };
                Interlocked.Increment(ref _changes);
            }

            public IEnumerable<string> Describe(decimal limit)
            {
                var sum = 0m;
                foreach (var order in _orders.Values.Where(order => order.Total < limit).OrderBy(order => order.Id, StringComparer.Ordinal))
                {
                    sum += order.Total;
                    yield return order switch
                    {
                        { Count: 1 } => $"{order.Id}: {order.Price}",
                        { Note: { Length: > 0 } note } => $"{order.Id}: {order.Total} ({note})",
                        _ => string.Join(": ", order.Id, order.Total.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    };
                }

                Console.WriteLine(sum);
            }

            public int CountBy(Func<Order{{name}}, bool> filter)
            {
                var count = 0;
                for (var i = 0; i < 10; i++)
                {
                    count += _orders.Values.Count(filter) + i;
                }

                return Math.Max(count, 0);
            }
        }

        """;
}
