using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Sessions.Storage;

/// <summary>A place in a list of sessions, as <see cref="SessionSummary.Cursor"/> has it: for stores, to make and to read.</summary>
/// <param name="Order">The order of the list.</param>
/// <param name="UpdatedAt">When the session there was last committed.</param>
/// <param name="Id">The id of the session there.</param>
public readonly record struct SessionCursor(SessionOrder Order, DateTimeOffset UpdatedAt, string Id)
{
    /// <summary>Reads the place that a query goes on from.</summary>
    /// <param name="query">The query.</param>
    /// <returns>The place; <see langword="null"/> where the list begins.</returns>
    /// <exception cref="ArgumentException">The query's cursor is none, or one of another order.</exception>
    public static SessionCursor? Of(SessionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Cursor is null)
        {
            return null;
        }

        return TryRead(query.Cursor) is { } cursor && cursor.Order == query.Order ? cursor : throw new ArgumentException(
            "The query's cursor is not one that a list in this order has given. Take it from SessionSummary.Cursor, and leave the rest of the query as it was.", nameof(query));
    }

    /// <summary>The cursor as it is given to callers.</summary>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(int)Order}.{UpdatedAt.UtcTicks}.{Id}"));
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(text.Length)];
        Base64.EncodeToUtf8(text, encoded, out _, out var length);
        return Encoding.ASCII.GetString(encoded, 0, length).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static SessionCursor? TryRead(string cursor)
    {
        try
        {
            var base64 = cursor.Replace('-', '+').Replace('_', '/');
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(base64 + new string('=', (4 - (base64.Length % 4)) % 4))).Split('.', 3);
            return parts.Length == 3
                && Enum.TryParse<SessionOrder>(parts[0], out var order) && Enum.IsDefined(order)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
                    ? new SessionCursor(order, new DateTimeOffset(ticks, TimeSpan.Zero), parts[2])
                    : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
