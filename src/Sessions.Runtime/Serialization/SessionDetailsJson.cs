using System.Collections.Immutable;
using System.Text.Json;

namespace Sessions;

/// <summary>A session's details as part of its JSON.</summary>
internal static class SessionDetailsJson
{
    /// <summary>Writes the details; nothing where there are none.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, SessionDetails details)
    {
        if (details.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(name);
        if (details.Title is { } title)
        {
            json.WriteString("title"u8, title);
        }

        if (details.Owner is { } owner)
        {
            json.WriteString("owner"u8, owner);
        }

        if (details.ExpiresAt is { } expiresAt)
        {
            json.WriteString("expiresAt"u8, expiresAt);
        }

        if (!details.Metadata.IsEmpty)
        {
            json.WriteStartObject("metadata"u8);
            foreach (var (key, value) in details.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads the details that the reader stands at.</summary>
    public static SessionDetails Read(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var details = new SessionDetails();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            details = member.Name switch
            {
                "title" => details with { Title = member.Value.GetString() },
                "owner" => details with { Owner = member.Value.GetString() },
                "expiresAt" => details with { ExpiresAt = member.Value.GetDateTimeOffset() },
                "metadata" => details with { Metadata = member.Value.EnumerateObject().ToImmutableDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal) },
                _ => details,
            };
        }

        return SessionDetails.Checked(details);
    }
}
