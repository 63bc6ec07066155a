namespace Sessions.Testing;

/// <summary>Says of what is not as it must be what was expected, and what was done instead.</summary>
internal static class Check
{
    private const int LongestShown = 300;

    public static void That(bool isSo, string expected)
    {
        if (!isSo)
        {
            throw new ConformanceException($"Expected: {expected}. It is not so.");
        }
    }

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new ConformanceException($"{what}: expected {Show(expected)}, but it is {Show(actual)}.");
        }
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        var (left, right) = (expected.ToList(), actual.ToList());
        if (!left.SequenceEqual(right))
        {
            throw new ConformanceException($"{what}: expected {ShowAll(left)}, but it is {ShowAll(right)}.{FirstDifference(left, right)}");
        }
    }

    /// <summary>That there are the same things, in whatever order.</summary>
    public static void Set<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        var (left, right) = (expected.ToList(), actual.ToList());
        var (missing, extra) = (left.Except(right).ToList(), right.Except(left).ToList());
        if (missing.Count > 0 || extra.Count > 0 || left.Count != right.Count)
        {
            throw new ConformanceException($"{what}: expected {left.Count} of them, and there are {right.Count}. Missing: {ShowAll(missing)}. Not expected: {ShowAll(extra)}. Twice: {ShowAll(Twice(right))}.");
        }
    }

    public static T NotNull<T>(T? value, string what)
        where T : class => value ?? throw new ConformanceException($"{what}: expected one, but there is none.");

    public static async Task<TException> ThrowsAsync<TException>(Func<Task> action, string what)
        where TException : Exception
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (TException exception)
        {
            return exception;
        }
        catch (Exception exception)
        {
            throw new ConformanceException($"{what}: expected {typeof(TException).Name}, but {exception.GetType().Name} was thrown: {exception.Message}", exception);
        }

        throw new ConformanceException($"{what}: expected {typeof(TException).Name}, but nothing was thrown.");
    }

    private static IEnumerable<T> Twice<T>(List<T> all) => all.GroupBy(one => one).Where(same => same.Count() > 1).Select(same => same.Key);

    private static string FirstDifference<T>(List<T> left, List<T> right)
    {
        var index = left.Zip(right).TakeWhile(pair => EqualityComparer<T>.Default.Equals(pair.First, pair.Second)).Count();
        return $" They differ from place {index} on.";
    }

    private static string ShowAll<T>(IEnumerable<T> values) => Shortened($"[{string.Join(", ", values.Select(Show))}]");

    private static string Show<T>(T value) => Shortened(value is null ? "none" : value is string text ? $"'{text}'" : $"{value}");

    private static string Shortened(string text) => text.Length <= LongestShown ? text : $"{text[..LongestShown]}… ({text.Length} characters)";
}
