namespace Sessions.Analyzers.Providers;

/// <summary>Knows which formats of a time show the day and no more.</summary>
internal static class DateFormats
{
    private static readonly char[] Standard = ['d', 'D', 'm', 'M', 'y', 'Y'];

    private static readonly char[] PartsOfDay = ['h', 'H', 'm', 's', 'f', 'F', 't', 'K'];

    public static bool IsOfDateAlone(string format) =>
        format.Length == 1 ? Standard.Contains(format[0]) : format.Length > 1 && WithoutTexts(format).IndexOfAny(PartsOfDay) < 0;

    /// <summary>The format without what stands between quotes.</summary>
    private static string WithoutTexts(string format) => string.Concat(format.Split('\'', '"').Where(static (_, index) => index % 2 == 0));
}
