namespace Sessions.Generators;

/// <summary>
/// The names that user code is recognized by, as reflection has them. Each target has its own, so that the rules know no runtime.
/// </summary>
/// <param name="StateAttribute">What makes a class a session's state.</param>
/// <param name="StateMigrationAttribute">What makes a method a step from one version of state to the next.</param>
/// <param name="HistoryProvider">What makes a class a history provider.</param>
/// <param name="SessionKey">The type of a session's key.</param>
/// <param name="Session">The type of a session.</param>
/// <param name="Turn">The type of what a provider is told of a turn.</param>
/// <param name="RegistrationNamespace">Where the methods are that register providers.</param>
internal sealed record TargetNames(
    string StateAttribute,
    string StateMigrationAttribute,
    ProviderKind HistoryProvider,
    string SessionKey,
    string Session,
    string Turn,
    string RegistrationNamespace)
{
    /// <summary>The simple name of the type of a session.</summary>
    public string SimpleSession => Session.Substring(Session.LastIndexOf('.') + 1);
}
