namespace Sessions;

/// <summary>
/// Makes a partial class or record a typed slot of a session's state. The generator writes its JSON metadata and its
/// accessors: for a type <c>TravelPreferences</c>, <c>session.GetTravelPreferences()</c>, <c>SetTravelPreferences</c>,
/// <c>UpdateTravelPreferences</c>, <c>TryGetTravelPreferences</c> and <c>ClearTravelPreferences</c>.
/// </summary>
/// <remarks>
/// The type must be <see langword="partial"/>, as must every type that contains it. Records are recommended: a new value for
/// every change is what makes a turn easy to drop.
/// </remarks>
/// <example>
/// <code>
/// [AgentSessionState]
/// public sealed partial record TravelPreferences
/// {
///     public string? UserName { get; init; }
///     public ImmutableArray&lt;string&gt; Interests { get; init; } = [];
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class AgentSessionStateAttribute : Attribute
{
    /// <summary>
    /// The name the value is stored under; the type's simple name by default. It is part of the stored data: a type that is
    /// renamed keeps its data by naming its old key here.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>
    /// What the accessors are named for; the type's simple name by default. Use it where two types of one name would
    /// otherwise have the same accessors.
    /// </summary>
    public string? Accessor { get; set; }

    /// <summary>
    /// The version of the type's shape, 1 by default. Raise it when stored values have to be changed to be read, and add a
    /// <see cref="StateMigrationAttribute"/> step from the version before.
    /// </summary>
    public int Version { get; set; } = 1;

    /// <summary>
    /// Whether the value lives in the session object alone, and is never stored. Such a type needs not be serializable.
    /// </summary>
    public bool Transient { get; set; }

    /// <summary>
    /// A <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> of yours that has the type, to read and write it
    /// with instead of generated metadata.
    /// </summary>
    public Type? JsonContext { get; set; }
}
