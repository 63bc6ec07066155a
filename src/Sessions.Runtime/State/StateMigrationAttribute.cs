namespace Sessions;

/// <summary>
/// Marks a static method of an <see cref="AgentSessionStateAttribute"/> type that steps a stored value up by one version.
/// </summary>
/// <remarks>
/// The method takes the value as a <see cref="System.Text.Json.Nodes.JsonObject"/>, changes it, and returns nothing. Steps are
/// chained: a value of version 1 goes through the step from 1, then the one from 2, until it is of the type's
/// <see cref="AgentSessionStateAttribute.Version"/>. They run when a stored value is first read; it is written back when it changes.
/// </remarks>
/// <example>
/// <code>
/// [AgentSessionState(Version = 2)]
/// public sealed partial record TravelPreferences
/// {
///     public string? UserName { get; init; }   // "Name" in version 1
///
///     [StateMigration(From = 1)]
///     private static void RenameName(JsonObject state)
///     {
///         state["UserName"] = state["Name"]?.DeepClone();
///         state.Remove("Name");
///     }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = false)]
public sealed class StateMigrationAttribute : Attribute
{
    /// <summary>The version that the method takes; it makes the next one of it.</summary>
    public int From { get; set; }
}
