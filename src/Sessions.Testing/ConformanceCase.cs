namespace Sessions.Testing;

/// <summary>One thing that an implementation must do, as a case that any test framework can run by its name.</summary>
/// <remarks>A case begins with nothing, keeps nothing, and may run at the same time as others.</remarks>
public sealed class ConformanceCase
{
    private readonly Func<CancellationToken, Task> _run;

    internal ConformanceCase(string name, Func<CancellationToken, Task> run)
    {
        Name = name;
        _run = run;
    }

    /// <summary>What must be so, as a sentence. Names stay the same from version to version, and no two cases have the same.</summary>
    public string Name { get; }

    /// <summary>Runs the case.</summary>
    /// <param name="cancellationToken">Ends the case early.</param>
    /// <exception cref="ConformanceException">It is not as it must be.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await Task.Run(() => _run(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ConformanceException && !cancellationToken.IsCancellationRequested)
        {
            throw new ConformanceException($"An operation failed that should not have: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }

    /// <summary>The case's name.</summary>
    public override string ToString() => Name;
}
