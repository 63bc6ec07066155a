namespace Sessions.Analyzers.Inputs;

/// <summary>What code reads beside what it is given, so that it may give another result another time.</summary>
internal enum HiddenInput
{
    None,
    Clock,
    Chance,
    Culture,

    /// <summary>Files, the network, the machine and whoever sits in front of it.</summary>
    Outside,
}
