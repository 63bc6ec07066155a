namespace Sessions;

/// <summary>A caller's name for a turn, by which a repeated run is known. Opaque, and compared ordinally.</summary>
internal readonly record struct TurnKey
{
    /// <summary>Takes a caller's key.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or has a control character or a lone surrogate.</exception>
    public TurnKey(string turnKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(turnKey);
        OpaqueId.ThrowIfInvalid(turnKey, nameof(turnKey));
        Value = turnKey;
    }

    public string Value { get; }

    /// <summary>The key, if the caller gave one.</summary>
    /// <inheritdoc cref="TurnKey(string)"/>
    public static TurnKey? From(string? turnKey) => turnKey is null ? null : new TurnKey(turnKey);

    public override string ToString() => Value;
}
