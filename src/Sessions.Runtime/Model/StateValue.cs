namespace Sessions.Storage;

/// <summary>The value of one state slot as it is kept: a version and the JSON.</summary>
/// <param name="Key">The slot's key, compared ordinally.</param>
/// <param name="Version">
/// The version of the shape that wrote it, 1 or more. 0 is what another serializer has written: it is read as version 1, names without
/// regard to case and enums as text or number, and becomes the type's own JSON once it changes.
/// </param>
/// <param name="Json">The value as UTF-8 JSON, or <see langword="null"/> for a slot that was emptied.</param>
public sealed record StateValue(string Key, int Version, ReadOnlyMemory<byte>? Json)
{
    /// <summary>The version of what another serializer has written.</summary>
    internal const int ForeignVersion = 0;
}
