using System.Collections.Immutable;

namespace Sessions.Generators;

/// <summary>The metadata names of what user code says of the runtime, and is recognized by.</summary>
internal static class RuntimeNames
{
    public const string AgentSessionStateAttribute = "Sessions.AgentSessionStateAttribute";
    public const string StateMigrationAttribute = "Sessions.StateMigrationAttribute";
    public const string HistoryProviderAttribute = "Sessions.HistoryProviderAttribute";
    public const string SessionKey = "Sessions.SessionKey";
    public const string AgentSession = "Sessions.Agents.AgentSession";
    public const string TurnContext = "Sessions.Agents.TurnContext";

    /// <summary>Where the methods are that register providers.</summary>
    public const string RegistrationNamespace = "Microsoft.Extensions.DependencyInjection";

    /// <summary>The members of a history provider.</summary>
    public const string SourceId = "SourceId";
    public const string LoadAsync = "LoadAsync";
    public const string StoreAsync = "StoreAsync";
    public const string SeparatesTenants = "SeparatesTenants";

    // Its other properties have the names of the attribute's.
    public static readonly ProviderKind HistoryProvider = new(
        HistoryProviderAttribute,
        "Sessions.HistoryProvider",
        ImmutableArray.Create(SourceId, LoadAsync, StoreAsync, SeparatesTenants).AddRange(HistoryProviderParser.Flags.Select(static flag => flag.Name)));

    public static readonly TargetNames All = new(AgentSessionStateAttribute, StateMigrationAttribute, HistoryProvider, SessionKey, AgentSession, TurnContext, RegistrationNamespace);
}
