namespace Sessions.Testing;

/// <summary>What a <see cref="HistoryProvider"/> that loads must do, as cases that any test framework can run.</summary>
/// <remarks>The cases drive the provider through turns of their own, as an agent does; no model is called.</remarks>
/// <example>
/// <code>
/// public static IReadOnlyList&lt;ConformanceCase&gt; Cases { get; } =
///     HistoryProviderConformance.Cases(async () =&gt; new MessagesProvider(await NewTableAsync()), HistoryProviderPromises.SavesTurnOnce);
/// </code>
/// </example>
public static class HistoryProviderConformance
{
    /// <summary>The cases for a provider.</summary>
    /// <param name="create">Makes a provider that has nothing yet, for each case. Where it is disposable, the case disposes it.</param>
    /// <param name="promises">What the provider does besides what every provider does.</param>
    public static IReadOnlyList<ConformanceCase> Cases(Func<Task<HistoryProvider>> create, HistoryProviderPromises promises = HistoryProviderPromises.None)
    {
        ArgumentNullException.ThrowIfNull(create);
        return [.. HistoryCases.All.Where(one => promises.HasFlag(one.Promise)).Select(one => new ConformanceCase(one.Name, token => RunAsync(one, create, token)))];
    }

    private static async Task RunAsync(HistoryCase one, Func<Task<HistoryProvider>> create, CancellationToken cancellationToken)
    {
        var provider = await create().ConfigureAwait(false);
        try
        {
            Check.That(provider.LoadMessages, "the provider loads: HistoryProvider.LoadMessages is true");
            await one.Run(new HistoryScene(provider, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            await DisposeAsync(provider).ConfigureAwait(false);
        }
    }

    private static ValueTask DisposeAsync(HistoryProvider provider)
    {
        if (provider is IAsyncDisposable disposable)
        {
            return disposable.DisposeAsync();
        }

        (provider as IDisposable)?.Dispose();
        return default;
    }
}
