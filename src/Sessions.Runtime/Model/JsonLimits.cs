namespace Sessions;

/// <summary>The limits of what is parsed.</summary>
internal static class JsonLimits
{
    /// <summary>How deep session data may nest. A tool's arguments and results come from outside; a limit keeps them from exhausting the stack.</summary>
    public const int MaxDepth = 256;
}
