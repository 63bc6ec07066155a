using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <summary>Every rule, with its message's format. The first digit of an id is its category.</summary>
internal static class Descriptors
{
    private const string HelpLinkBase = "https://github.com/sessions-dotnet/sessions/blob/main/docs/diagnostics/";

    private const string State = "Sessions.State";
    private const string History = "Sessions.History";
    private const string Usage = "Sessions.Usage";
    private const string Lock = "Sessions.Lock";

    /// <summary>{0}: the type. {1}: why it must be partial.</summary>
    public static readonly DiagnosticDescriptor StateTypeNotPartial = Create(
        DiagnosticIds.StateTypeNotPartial,
        State,
        DiagnosticSeverity.Error,
        "Session state type is not partial",
        "Type '{0}' must be partial because it {1}",
        "The generator writes the other half of a type with [AgentSessionState]. It can do so only where the type, and every type that contains it, is partial.");

    /// <summary>{0}: the type. {1}: why it is refused, and what to do instead.</summary>
    public static readonly DiagnosticDescriptor StateTypeNotSupported = Create(
        DiagnosticIds.StateTypeNotSupported,
        State,
        DiagnosticSeverity.Error,
        "Type cannot be session state",
        "Type '{0}' cannot have [AgentSessionState]: {1}",
        "A slot of a session's state is one type with one key, made and read at run time. Types that cannot be that are refused.");

    /// <summary>{0}: the state type or a member of it. {1}: why, and what to do instead.</summary>
    public static readonly DiagnosticDescriptor StateNotSerializable = Create(
        DiagnosticIds.StateNotSerializable,
        State,
        DiagnosticSeverity.Error,
        "Session state cannot be serialized",
        "{0} cannot be serialized: {1}",
        "State is stored as JSON. What has no JSON form would fail when the session is committed, after the model has answered.");

    /// <summary>{0}: the type. {1}: its version. {2}: the versions without a step.</summary>
    public static readonly DiagnosticDescriptor StateMigrationMissing = Create(
        DiagnosticIds.StateMigrationMissing,
        State,
        DiagnosticSeverity.Error,
        "Session state lacks a migration",
        "Session state '{0}' is of version {1} and has no migration from version {2}",
        "Each version steps up to the next by a method with [StateMigration]. A stored value of a version that nothing steps up from cannot be read.");

    /// <summary>{0}: the second method. {1}: the version. {2}: the first method.</summary>
    public static readonly DiagnosticDescriptor StateMigrationRepeated = Create(
        DiagnosticIds.StateMigrationRepeated,
        State,
        DiagnosticSeverity.Error,
        "Two migrations step from one version",
        "Migration '{0}' steps from version {1}, from which '{2}' steps already; keep one",
        "A stored value goes through one step for each version.");

    /// <summary>{0}: the method. {1}: why, and what to do.</summary>
    public static readonly DiagnosticDescriptor StateMigrationNeverRun = Create(
        DiagnosticIds.StateMigrationNeverRun,
        State,
        DiagnosticSeverity.Error,
        "Migration is never run",
        "Migration '{0}' is never run: {1}",
        "A migration steps up values of its own type from a version before the type's. No stored value is of any other.");

    /// <summary>{0}: the method.</summary>
    public static readonly DiagnosticDescriptor StateMigrationSignature = Create(
        DiagnosticIds.StateMigrationSignature,
        State,
        DiagnosticSeverity.Error,
        "Migration has the wrong signature",
        "Migration '{0}' must be a method of the form 'static void {0}(JsonObject state)'",
        "A migration is called with the stored value as a JsonObject, which it changes in place.");

    /// <summary>{0}: the version. {1}: the type.</summary>
    public static readonly DiagnosticDescriptor StateVersionNotPositive = Create(
        DiagnosticIds.StateVersionNotPositive,
        State,
        DiagnosticSeverity.Error,
        "Version of session state is less than 1",
        "Version {0} of session state '{1}' is less than 1, the first version",
        "Versions count from 1.");

    /// <summary>{0}: the type. {1}: the key. {2}: the other type.</summary>
    public static readonly DiagnosticDescriptor StateKeyNotUnique = Create(
        DiagnosticIds.StateKeyNotUnique,
        State,
        DiagnosticSeverity.Error,
        "Two session state types have one key",
        "Session state '{0}' has the key '{1}', which '{2}' has too; name another by Key",
        "A slot of a session's state is of one type. Reading one key as two types throws.",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>{0}: the accessor. {1}: the type. {2}: why, and what to do.</summary>
    public static readonly DiagnosticDescriptor StateAccessorNotUsable = Create(
        DiagnosticIds.StateAccessorNotUsable,
        State,
        DiagnosticSeverity.Error,
        "Accessor of session state cannot be used",
        "Accessor '{0}' of session state '{1}' cannot be used: {2}",
        "The accessors of a state type are extension members of AgentSession. Those whose name is taken cannot be called.",
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>{0}: the member. {1}: whose it is. {2}: why, and what to do.</summary>
    public static readonly DiagnosticDescriptor StateMemberNotReadBack = Create(
        DiagnosticIds.StateMemberNotReadBack,
        State,
        DiagnosticSeverity.Warning,
        "Member of session state is not read back",
        "Member '{0}' of {1} is written and never read back: {2}",
        "What is stored of the member is lost when the session is read: the member has its initial value again.");

    /// <summary>{0}: the field. {1}: whose it is. {2}: what to do.</summary>
    public static readonly DiagnosticDescriptor StateFieldNotStored = Create(
        DiagnosticIds.StateFieldNotStored,
        State,
        DiagnosticSeverity.Warning,
        "Public field of session state is not stored",
        "Field '{0}' of {1} is not stored; {2}",
        "JSON leaves fields out unless they are included.");

    /// <summary>{0}: the first member. {1}: the second. {2}: whose they are. {3}: the name.</summary>
    public static readonly DiagnosticDescriptor StateJsonNameNotUnique = Create(
        DiagnosticIds.StateJsonNameNotUnique,
        State,
        DiagnosticSeverity.Error,
        "Two members of session state have one JSON name",
        "Members '{0}' and '{1}' of {2} have one JSON name, '{3}'",
        "System.Text.Json refuses a type with two members of one name when the type is first used.");

    /// <summary>{0}: the context. {1}: the type. {2}: why, and what to do.</summary>
    public static readonly DiagnosticDescriptor StateJsonContextNotUsable = Create(
        DiagnosticIds.StateJsonContextNotUsable,
        State,
        DiagnosticSeverity.Error,
        "JsonContext cannot be used",
        "'{0}' cannot be the JsonContext of session state '{1}': {2}",
        "The context that JsonContext names must have the metadata of the state type.");

    /// <summary>{0}: the member. {1}: whose it is.</summary>
    public static readonly DiagnosticDescriptor StateMemberUntyped = Create(
        DiagnosticIds.StateMemberUntyped,
        State,
        DiagnosticSeverity.Warning,
        "Member of session state is read back as JSON",
        "Member '{0}' of {1} holds 'object', which is read back as a JsonElement; declare what it holds, or use JsonElement",
        "JSON does not say what type a value had. What is declared as object is written as what it is and read back as a JsonElement.");

    /// <summary>{0}: the type. {1}: why it must be partial.</summary>
    public static readonly DiagnosticDescriptor HistoryProviderNotPartial = Create(
        DiagnosticIds.HistoryProviderNotPartial,
        History,
        DiagnosticSeverity.Error,
        "History provider is not partial",
        "Type '{0}' must be partial because it {1}",
        "The generator derives a type with [HistoryProvider] from HistoryProvider in its other half. It can do so only where the type, and every type that contains it, is partial.");

    /// <summary>{0}: the type. {1}: which method is missing or unusable, and what to do.</summary>
    public static readonly DiagnosticDescriptor HistoryMethodNotUsable = Create(
        DiagnosticIds.HistoryMethodNotUsable,
        History,
        DiagnosticSeverity.Error,
        "History provider has no usable method",
        "History provider '{0}' {1}",
        "The generated half of a history provider calls GetMessagesAsync to load the history and SaveMessagesAsync to store a turn. Each must be there, once, in a form that can be called.");

    /// <summary>{0}: the type. {1}: why it is refused, and what to do instead.</summary>
    public static readonly DiagnosticDescriptor HistoryProviderNotSupported = Create(
        DiagnosticIds.HistoryProviderNotSupported,
        History,
        DiagnosticSeverity.Error,
        "Type cannot be a history provider",
        "Type '{0}' cannot have [HistoryProvider]: {1}",
        "A history provider is made by dependency injection and derives from HistoryProvider. Types that cannot be that are refused.");

    /// <summary>{0}: what is used, session or serialized session. {1}: the agents that own it. {2}: the agents it is used with.</summary>
    public static readonly DiagnosticDescriptor SessionOfAnotherAgent = Create(
        DiagnosticIds.SessionOfAnotherAgent,
        Usage,
        DiagnosticSeverity.Warning,
        "Session is used with an agent that did not create it",
        "{0} belongs to agent {1} and cannot be used with agent {2}",
        "A session belongs to the agent that created it. Every method that takes a session throws SessionMismatchException for the session of another agent.");

    /// <summary>{0}: the session. {1}: the agent.</summary>
    public static readonly DiagnosticDescriptor SessionNotPassed = Create(
        DiagnosticIds.SessionNotPassed,
        Usage,
        DiagnosticSeverity.Warning,
        "Session is created and not passed to the agent's runs",
        "Session '{0}' is not passed to the runs of '{1}', which remember nothing without it",
        "A run without a session starts from nothing and leaves nothing. A session that is created beside such runs was meant for them.");

    /// <summary>{0}: the method.</summary>
    public static readonly DiagnosticDescriptor StreamNotEnumerated = Create(
        DiagnosticIds.StreamNotEnumerated,
        Usage,
        DiagnosticSeverity.Warning,
        "Streaming run is never enumerated",
        "The result of '{0}' is never enumerated, so the turn never runs",
        "A streaming run begins when its result is enumerated, with await foreach or ToAgentResponseAsync. Until then the model is not called and nothing is stored.");

    /// <summary>{0}: how many state types there are.</summary>
    public static readonly DiagnosticDescriptor LockFileEmpty = Create(
        DiagnosticIds.LockFileEmpty,
        Lock,
        DiagnosticSeverity.Info,
        "State lock file is empty",
        "sessions.lock.json is empty and holds nothing to its shape yet; add the assembly's state types as drafts ({0})",
        "An empty lock file switches the lock on. From the first entry on, every state type has to be in it.");

    /// <summary>{0}: the key. {1}: the version.</summary>
    public static readonly DiagnosticDescriptor DraftOutOfDate = Create(
        DiagnosticIds.DraftOutOfDate,
        Lock,
        DiagnosticSeverity.Warning,
        "Draft in the lock file differs from the code",
        "Draft version {1} of state '{0}' in sessions.lock.json differs from the code",
        "The shape of a version follows the code until it is shipped. The file shows a reviewer what a change does to stored values.");

    /// <summary>{0}: the type. {1}: the version. {2}: what has changed.</summary>
    public static readonly DiagnosticDescriptor ShippedStateChanged = Create(
        DiagnosticIds.ShippedStateChanged,
        Lock,
        DiagnosticSeverity.Error,
        "Shipped state has changed its shape",
        "'{0}' no longer has the shape of version {1}, which has shipped: {2}",
        "Values of a shipped version are stored. A type that changes its shape needs a new version and a migration, or what was stored is lost when it is next read and written.");

    /// <summary>{0}: the key. {1}: the version.</summary>
    public static readonly DiagnosticDescriptor StateNotInLockFile = Create(
        DiagnosticIds.StateNotInLockFile,
        Lock,
        DiagnosticSeverity.Warning,
        "State is not in the lock file",
        "Version {1} of state '{0}' is not in sessions.lock.json",
        "Only a shape that is in the lock file can be held to it once it is shipped.");

    /// <summary>{0}: the key. {1}: the version.</summary>
    public static readonly DiagnosticDescriptor ShippedStateOutOfDate = Create(
        DiagnosticIds.ShippedStateOutOfDate,
        Lock,
        DiagnosticSeverity.Warning,
        "Shipped state is out of date in the lock file",
        "Shipped version {1} of state '{0}' in sessions.lock.json lacks compatible changes of the code",
        "A new optional member reads stored values as they are and needs no new version. Once it is stored itself, it must be in the file to be held to.");

    /// <summary>{0}: the type. {1}: what happened to its key, and what to do.</summary>
    public static readonly DiagnosticDescriptor StateKeyChanged = Create(
        DiagnosticIds.StateKeyChanged,
        Lock,
        DiagnosticSeverity.Error,
        "Key of shipped state has changed",
        "'{0}' {1}",
        "Values are found by their key. A type with another key starts from nothing, and a key that goes to another type gives it values that are not its own.");

    /// <summary>{0}: the key. {1}: what to do.</summary>
    public static readonly DiagnosticDescriptor LockEntryWithoutType = Create(
        DiagnosticIds.LockEntryWithoutType,
        Lock,
        DiagnosticSeverity.Warning,
        "Lock file entry has no type",
        "sessions.lock.json has state '{0}', which no type has{1}",
        "An entry stays behind when its type is removed, renamed or made transient.");

    /// <summary>{0}: the reason. {1}: the line. {2}: the column.</summary>
    public static readonly DiagnosticDescriptor LockFileNotReadable = Create(
        DiagnosticIds.LockFileNotReadable,
        Lock,
        DiagnosticSeverity.Error,
        "State lock file cannot be read",
        "sessions.lock.json cannot be read: {0} at line {1}, column {2}",
        "Nothing is held to its shape while the file cannot be read.");

    /// <summary>{0}: the type. {1}: its version. {2}: the latest that has shipped.</summary>
    public static readonly DiagnosticDescriptor StateVersionLowered = Create(
        DiagnosticIds.StateVersionLowered,
        Lock,
        DiagnosticSeverity.Error,
        "State version is lower than one that has shipped",
        "'{0}' is version {1}, but version {2} has shipped, whose values could not be read",
        "A value that is newer than its type cannot be read. A version that has shipped is never taken back; the next one has to be higher.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        StateTypeNotPartial,
        StateTypeNotSupported,
        StateNotSerializable,
        StateMigrationMissing,
        StateMigrationRepeated,
        StateMigrationNeverRun,
        StateMigrationSignature,
        StateVersionNotPositive,
        StateKeyNotUnique,
        StateAccessorNotUsable,
        StateMemberNotReadBack,
        StateFieldNotStored,
        StateJsonNameNotUnique,
        StateJsonContextNotUsable,
        StateMemberUntyped,
        HistoryProviderNotPartial,
        HistoryMethodNotUsable,
        HistoryProviderNotSupported,
        SessionOfAnotherAgent,
        SessionNotPassed,
        StreamNotEnumerated,
        LockFileEmpty,
        DraftOutOfDate,
        ShippedStateChanged,
        StateNotInLockFile,
        ShippedStateOutOfDate,
        StateKeyChanged,
        LockEntryWithoutType,
        LockFileNotReadable,
        StateVersionLowered);

    private static DiagnosticDescriptor Create(
        string id,
        string category,
        DiagnosticSeverity severity,
        string title,
        string messageFormat,
        string description,
        params string[] tags) =>
        new(id, title, messageFormat, category, severity, isEnabledByDefault: true, description, HelpLinkBase + id + ".md", tags);
}
