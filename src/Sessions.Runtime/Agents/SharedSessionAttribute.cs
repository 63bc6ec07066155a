namespace Sessions;

/// <summary>
/// Says that one session is shared on purpose: that all who use the field, property or parameter are to go on with one conversation.
/// SESS305 and SESS312, which report sessions that are shared by mistake, say nothing of it then.
/// </summary>
/// <remarks>It has no effect at run time. Turns of a session that is shared still run one at a time.</remarks>
/// <example>
/// <code>
/// public static class House
/// {
///     [SharedSession] // The house has one conversation, whoever speaks to it.
///     public static AgentSession? Conversation { get; set; }
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter, AllowMultiple = false, Inherited = false)]
public sealed class SharedSessionAttribute : Attribute;
