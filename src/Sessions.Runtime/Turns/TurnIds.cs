using System.Diagnostics.CodeAnalysis;

namespace Sessions.Agents;

/// <summary>Makes the ids of turns.</summary>
internal static class TurnIds
{
    /// <summary>Makes an id that no other turn has anywhere.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "An id has to be unique, not secret, and asking the system for each would cost a third of a turn.")]
    public static CompactId New()
    {
        Span<byte> id = stackalloc byte[16];
        Random.Shared.NextBytes(id);
        return new CompactId(new Guid(id));
    }
}
