using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS0xx</c>, on session state.</content>
internal static partial class Descriptors
{
    private const string State = "Sessions.State";

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
        "Session state '{0}' has the key '{1}', which '{2}' has too; give one of them another with [AgentSessionState(Key = \"…\")]",
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

    /// <summary>{0}: the member. {1}: the type that declares it. {2}: the state type.</summary>
    public static readonly DiagnosticDescriptor StateMemberNotSeen = Create(
        DiagnosticIds.StateMemberNotSeen,
        State,
        DiagnosticSeverity.Error,
        "Member of session state is not seen by the generator",
        "Member '{0}' of '{1}' in session state '{2}' is not stored: it, or its type, comes from another source generator, whose output generated code cannot see; write it by hand, or move it to a project of its own",
        "Source generators do not see what others write. A member that one of them declares, or whose type it declares, is not in the JSON that the state's generator writes.");

    /// <summary>{0}: the migration. {1}: what it depends on. {2}: by what.</summary>
    public static readonly DiagnosticDescriptor MigrationInput = Create(
        DiagnosticIds.MigrationInput,
        State,
        DiagnosticSeverity.Warning,
        "Migration depends on more than the stored value",
        "Migration '{0}' depends on {1}, by {2}, and may read one stored value as two; make what it writes of the stored value alone",
        "A migration runs each time that an old value is read, until the session is saved. What it makes of a value must be the same each time, on every machine.");

    /// <summary>{0}: the type. {1}: the method that does it at once.</summary>
    public static readonly DiagnosticDescriptor StateReadAndSet = Create(
        DiagnosticIds.StateReadAndSet,
        State,
        DiagnosticSeverity.Info,
        "State is read, changed and set",
        "'{0}' is read, changed and set, which takes back whatever is set in between; change it by '{1}'",
        "Tools run side by side, and other programs change a session too. An update is atomic, and is done again on what another has set meanwhile; to read and then to set is neither.");

    /// <summary>{0}: the object. {1}: what becomes of it.</summary>
    public static readonly DiagnosticDescriptor StateNeverSet = Create(
        DiagnosticIds.StateNeverSet,
        State,
        DiagnosticSeverity.Info,
        "Changed state is never set",
        "{0} is never set, and {1}; set it in the session",
        "A session has the object that was set. One that is made where there was none, or as a changed copy, is nobody's until it is set too.");

    /// <summary>{0}: the member. {1}: whose it is. {2}: where it goes.</summary>
    public static readonly DiagnosticDescriptor ClassifiedStateTold = Create(
        DiagnosticIds.ClassifiedStateTold,
        State,
        DiagnosticSeverity.Warning,
        "Classified state is logged or told to the model",
        "'{0}' of '{1}' is classified as data to protect, and {2}; redact it, or leave it out",
        "A classification says that data is to be protected. A log keeps it where others read it, and instructions are sent to the model's service with every turn.");
}
