namespace QuickStart.Models;

/// <summary>Says in one line why a model gave no answer.</summary>
internal static class ModelFailure
{
    /// <summary>The reason, without the layers that a client puts round it.</summary>
    public static string Reason(Exception exception)
    {
        // A client that tried several times collects what each try failed with.
        var first = exception is AggregateException tries ? tries.InnerExceptions[0] : exception;
        var lines = first.GetBaseException().Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', lines);
    }
}
