namespace Sessions.Testing;

/// <summary>
/// Whether values of every version that has shipped can still be read: each shipped version's sample in the state lock file is put into
/// a session, read by the code as it is now, saved, and read again.
/// </summary>
/// <example>
/// <code>
/// public static IReadOnlyList&lt;ConformanceCase&gt; Cases { get; } = StateMigrations.Cases&lt;TravelPreferences&gt;(
///     File.ReadAllText("sessions.lock.json"),
///     check: (version, value) =&gt; Assert.Equal("UserName", value.UserName));
/// </code>
/// </example>
public static class StateMigrations
{
    /// <summary>One case for each shipped version of a type's key, and one for each value besides.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="lockFile">The text of <c>sessions.lock.json</c>.</param>
    /// <param name="check">Looks at what was read of a version, and throws where it is wrong: only you know what a migration means.</param>
    /// <param name="values">
    /// Values besides, each with its version, such as real ones that were stored. They also stand in for the sample of a version that has
    /// none in the file.
    /// </param>
    /// <exception cref="ArgumentException">The file is none, or does not have the type's key, or the type is never stored.</exception>
    public static IReadOnlyList<ConformanceCase> Cases<T>(string lockFile, Action<int, T>? check = null, IEnumerable<(int Version, string Json)>? values = null)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(lockFile);
        if (T.StateTypeInfo is null)
        {
            throw new ArgumentException($"State '{T.StateKey}' ({typeof(T)}) is never stored, so that there is nothing to migrate.", nameof(lockFile));
        }

        var given = values?.ToList() ?? [];
        var shipped = LockFileSamples.Read(lockFile, T.StateKey);
        return
        [
            .. shipped.Where(version => version.Sample is not null || !given.Exists(value => value.Version == version.Number)).Select(version => new ConformanceCase(
                $"Migrations: the sample of {T.StateKey}, version {version.Number}, is read",
                token => StoredValue<T>.CheckAsync(version.Number, version.Sample ?? throw NoSample(T.StateKey, version.Number), check, token))),
            .. given.Select((value, index) => new ConformanceCase(
                $"Migrations: value {index + 1} of {T.StateKey}, version {value.Version}, is read", token => StoredValue<T>.CheckAsync(value.Version, value.Json, check, token))),
        ];
    }

    private static ConformanceException NoSample(string key, int version) => new(
        $"The lock file has no sample of version {version} of '{key}': it was shipped before there were samples, or what is required of it is written by a converter. Ship again (dotnet build -t:ShipSessionState), or give a value of the version.");
}
