namespace Sessions;

/// <summary>
/// Makes a partial class a <see cref="HistoryProvider"/>: the generator derives it, binds its
/// <c>GetMessagesAsync</c> and <c>SaveMessagesAsync</c>, applies the flags, and writes a registration method.
/// </summary>
/// <remarks>
/// The two methods are bound by the types of their parameters, in any order: <see cref="SessionKey"/> is the session's tenant and
/// id; <c>AgentSession</c>, <c>TurnContext</c>, any type with <see cref="AgentSessionStateAttribute"/> and
/// <see cref="CancellationToken"/> are passed as they are; a list of messages is what is to be saved. <see cref="IServiceProvider"/>
/// is <c>TurnContext.Services</c>: where a turn has none, a parameter that may be null is given <see langword="null"/>, and any other
/// throws an <see cref="InvalidOperationException"/>. A <see cref="string"/> is the session's id: a provider that is given no more
/// refuses the sessions of tenants, see <see cref="HistoryProvider.SeparatesTenants"/>. The load method returns <see cref="Task{TResult}"/> or
/// <see cref="ValueTask{TResult}"/> of a list of messages, an <see cref="IAsyncEnumerable{T}"/> of them, or a plain list. It is
/// optional with <c>LoadMessages = false</c>, the save method when nothing is stored.
/// </remarks>
/// <example>
/// <code>
/// [HistoryProvider("database")]
/// public sealed partial class DatabaseHistoryProvider(NpgsqlDataSource db)
/// {
///     public async Task&lt;IReadOnlyList&lt;ChatMessage&gt;&gt; GetMessagesAsync(SessionKey session, CancellationToken ct) { … }
///     public async Task SaveMessagesAsync(SessionKey session, IReadOnlyList&lt;ChatMessage&gt; messages, CancellationToken ct) { … }
/// }
/// </code>
/// </example>
/// <param name="name">The provider's source id, unique among the providers of an agent.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class HistoryProviderAttribute(string name) : Attribute
{
    /// <summary>The provider's source id, and the name under which agents ask for it at registration.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the provider loads the history that the model is sent. At most one provider of an agent does.</summary>
    public bool LoadMessages { get; set; } = true;

    /// <summary>Whether the caller's messages are saved.</summary>
    public bool StoreInputs { get; set; } = true;

    /// <summary>Whether the model's messages are saved.</summary>
    public bool StoreOutputs { get; set; } = true;

    /// <summary>Whether messages that other providers added to the turn are saved.</summary>
    public bool StoreContextMessages { get; set; }
}
