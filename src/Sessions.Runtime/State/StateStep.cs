namespace Sessions;

/// <summary>A change that a tool made to a state slot, kept with the tool's result.</summary>
/// <param name="Key">The slot's key.</param>
/// <param name="Version">The version of the value.</param>
/// <param name="Before">The hash of the value that was changed; <see langword="null"/> where there was none.</param>
/// <param name="Json">The new value; <see langword="null"/> where the slot was emptied.</param>
internal sealed record StateStep(string Key, int Version, byte[]? Before, ReadOnlyMemory<byte>? Json);
