using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>How sessions are written as JSON: the types of content that are yours, and messages that you keep yourself.</summary>
public static class SessionJson
{
    private static readonly Dictionary<Type, string> Added = [];

    /// <summary>
    /// How a message is written and read, for what keeps histories elsewhere: as <c>AIJsonUtilities.DefaultOptions</c> does, and besides, a
    /// tool's result that is content stays content, the types of <see cref="AddContentType"/> are known, and members may come back in
    /// another order than they were written in, as from PostgreSQL's <c>jsonb</c>.
    /// </summary>
    /// <example><code>string json = JsonSerializer.Serialize(message, SessionJson.ChatMessage);</code></example>
    public static JsonTypeInfo<ChatMessage> ChatMessage => MessageJson.MessageElsewhere;

    /// <summary>
    /// Lets a type of content of your own be kept in sessions, as <c>AIJsonUtilities.AddAIContentType</c> does for other JSON. Call it
    /// when the process starts, in every process that reads the sessions; calling it again changes nothing. What is not added is left
    /// out of what is kept of a turn, and named in the answer's issues.
    /// </summary>
    /// <typeparam name="TContent">The type.</typeparam>
    /// <param name="typeDiscriminator">What tells the type apart in the JSON, as <c>$type</c>. It must stay the same.</param>
    /// <param name="typeInfoResolver">
    /// Has the metadata of the type, such as the default of a <c>JsonSerializerContext</c>. A program that is compiled ahead of time, or
    /// trimmed, needs it; any other can do without.
    /// </param>
    /// <exception cref="ArgumentException">The type has another discriminator, or the discriminator another type.</exception>
    /// <exception cref="NotSupportedException">There is no metadata of the type.</exception>
    /// <example><code>SessionJson.AddContentType&lt;ReceiptContent&gt;("receipt", ReceiptJson.Default);</code></example>
    public static void AddContentType<TContent>(string typeDiscriminator, IJsonTypeInfoResolver? typeInfoResolver = null)
        where TContent : AIContent
    {
        ArgumentException.ThrowIfNullOrEmpty(typeDiscriminator);
        lock (Added)
        {
            if (Added.TryGetValue(typeof(TContent), out var added) && string.Equals(added, typeDiscriminator, StringComparison.Ordinal))
            {
                return;
            }

            if (added is not null || MessageJson.Content.PolymorphismOptions!.DerivedTypes.Any(known => Equals(known.TypeDiscriminator, typeDiscriminator)))
            {
                throw new ArgumentException($"{typeof(TContent)} cannot be added as '{typeDiscriminator}': {(added is null ? "another type is" : $"it is added as '{added}'")}. What is stored could not be read any more.", nameof(typeDiscriminator));
            }

            MessageJson.Change(options =>
            {
                if (typeInfoResolver is not null)
                {
                    options.TypeInfoResolverChain.Insert(0, typeInfoResolver);
                }

                options.AddAIContentType<TContent>(typeDiscriminator);
                _ = options.GetTypeInfo(typeof(TContent));
            });
            Added.Add(typeof(TContent), typeDiscriminator);
        }
    }
}
