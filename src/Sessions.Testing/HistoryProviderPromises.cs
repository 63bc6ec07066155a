namespace Sessions.Testing;

/// <summary>What a history provider may promise besides what every one does.</summary>
[Flags]
public enum HistoryProviderPromises
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A turn that is saved twice, with the same id, is there once.</summary>
    SavesTurnOnce = 1,

    /// <summary>What an attempt of a turn with a key has saved, and was not committed, is neither loaded in the next attempt nor left behind by it.</summary>
    ReplacesAttempts = 2,

    /// <summary>Of two processes that save a turn after the same history one is refused, with a <see cref="SessionConflictException"/>.</summary>
    RefusesConflicts = 4,
}
