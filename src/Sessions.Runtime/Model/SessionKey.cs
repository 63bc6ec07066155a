using System.Diagnostics.CodeAnalysis;

namespace Sessions;

/// <summary>Names a session in a store: a tenant and an id in it. A plain string is an id in the default tenant <c>""</c>.</summary>
/// <remarks>
/// Both parts are opaque and compared ordinally: nothing in either is parsed, so no id, however shaped, reaches another
/// tenant's session.
/// </remarks>
public readonly record struct SessionKey
{
    /// <summary>The longest tenant or id, in UTF-16 code units.</summary>
    public const int MaxLength = OpaqueId.MaxLength;

    private readonly string? _tenant;
    private readonly string? _id;

    /// <summary>Names a session of a tenant.</summary>
    /// <param name="tenant">The tenant; <c>""</c> is the default one.</param>
    /// <param name="id">The session's id within the tenant.</param>
    /// <exception cref="ArgumentException">
    /// A part is longer than <see cref="MaxLength"/>, has a control character or a lone surrogate, or the id is empty.
    /// </exception>
    public SessionKey(string tenant, string id)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentException.ThrowIfNullOrEmpty(id);
        OpaqueId.ThrowIfInvalid(tenant, nameof(tenant));
        OpaqueId.ThrowIfInvalid(id, nameof(id));
        _tenant = tenant;
        _id = id;
    }

    /// <summary>Names a session of the default tenant.</summary>
    /// <param name="id">The session's id.</param>
    /// <exception cref="ArgumentException">See <see cref="SessionKey(string, string)"/>.</exception>
    public SessionKey(string id)
        : this("", id)
    {
    }

    /// <summary>The tenant; <c>""</c> is the default one.</summary>
    public string Tenant => _tenant ?? "";

    /// <summary>The id within the tenant.</summary>
    /// <exception cref="InvalidOperationException">The key is <c>default(SessionKey)</c>, which names nothing.</exception>
    public string Id => _id ?? throw new InvalidOperationException("This SessionKey is default(SessionKey) and names no session; make one with new SessionKey(id).");

    /// <summary>Names a session of the default tenant.</summary>
    /// <param name="id">The session's id.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the alternate.")]
    public static implicit operator SessionKey(string id) => new(id);

    /// <summary>Shows the key for people and logs; what it returns is not parsed anywhere.</summary>
    public override string ToString() => Tenant.Length == 0 ? _id ?? "" : $"{Tenant}/{_id}";
}
