using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS4xx</c>, on the lock file.</content>
internal static partial class Descriptors
{
    private const string Lock = "Sessions.Lock";

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

    /// <summary>{0}: the type. {1}: the members. {2}: the framework that is compiled for. {3}: those of the project.</summary>
    public static readonly DiagnosticDescriptor StateDependsOnFramework = Create(
        DiagnosticIds.StateDependsOnFramework,
        Lock,
        DiagnosticSeverity.Error,
        "Session state differs between target frameworks",
        "'{0}' is not the same for all target frameworks: {1} is under #if, and is not for {2} what sessions.lock.json says; declare it alike for {3}",
        "A session that one target framework stores is read by the others. There is one shape of a version, which all of them have.");

    /// <summary>{0}: the method. {1}: the version that it leads to. {2}: the key.</summary>
    public static readonly DiagnosticDescriptor ShippedMigrationChanged = Create(
        DiagnosticIds.ShippedMigrationChanged,
        Lock,
        DiagnosticSeverity.Warning,
        "Shipped migration has changed",
        "Migration '{0}' is not what has shipped with version {1} of state '{2}': values that are migrated already stay as it left them; undo the change, and raise the version to mend them",
        "What a migration has written is stored, and is not migrated again. After an edit there are two kinds of values of one version.");

    /// <summary>{0}: the agent's id, or else its name.</summary>
    public static readonly DiagnosticDescriptor AgentNotInLockFile = Create(
        DiagnosticIds.AgentNotInLockFile,
        Lock,
        DiagnosticSeverity.Info,
        "Agent with a store is not in the lock file",
        "Agent '{0}' is not in sessions.lock.json; add it, unless it was renamed: its stored sessions belong to the old name",
        "Stored sessions belong to the id of their agent, or to its name where it has no id. One that is renamed is refused them. With the agents in the file, a review sees it.");
}
