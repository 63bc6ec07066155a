namespace QuickStart;

/// <summary>What the process ends with; <see cref="CommandLine.Help"/> says it to the user.</summary>
internal static class ExitCode
{
    public const int Ended = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;
}
