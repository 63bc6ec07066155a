namespace Sessions;

/// <summary>What is known of a registered provider before one is made.</summary>
/// <param name="Name">The name that agents ask for it by.</param>
/// <param name="LoadsMessages">Whether it is known to load the history.</param>
internal sealed record ProviderRegistration(string Name, bool LoadsMessages)
{
    /// <summary>Refuses names of providers that cannot be those of one agent.</summary>
    public static void ThrowIfTogetherWrong(string agentName, IEnumerable<string> names, IEnumerable<ProviderRegistration> registrations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !seen.Add(name)) is { } twice)
        {
            throw new InvalidOperationException($"Agent '{agentName}' names the provider '{twice}' twice. Name it once.");
        }

        var loading = registrations.Where(registration => registration.LoadsMessages && seen.Contains(registration.Name)).Select(registration => $"'{registration.Name}'").Distinct(StringComparer.Ordinal).ToList();
        if (loading.Count > 1)
        {
            throw new InvalidOperationException(
                $"Agent '{agentName}' names the providers {string.Join(" and ", loading)}, which load the history each, and the model would be sent it twice. Set LoadMessages = false on those that only keep a copy.");
        }
    }
}
