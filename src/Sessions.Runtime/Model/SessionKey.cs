using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>Names a session in a store: a tenant and an id in it.</summary>
/// <remarks>
/// <para>Both parts are opaque and compared ordinally: nothing in either is parsed, so no id, however shaped, reaches another
/// tenant's session. An id alone is no key: <see cref="SessionKey(string)"/> says that the default tenant is meant.</para>
/// <para>As text, and as JSON, a key is <c>tenant/id</c>, or the id alone in the default tenant. Within the parts <c>/</c> is
/// written as <c>%2F</c> and <c>%</c> as <c>%25</c>, so that every key comes back from its text. Such text names any tenant: one
/// that a user sends says which tenant the user asks for, not which the user belongs to. Where only the id is the user's, make the
/// key with <see cref="TryCreate"/>.</para>
/// </remarks>
[JsonConverter(typeof(SessionKeyJsonConverter))]
public readonly record struct SessionKey : IParsable<SessionKey>
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
    public string Id => _id ?? throw new InvalidOperationException("This SessionKey is default(SessionKey) and names no session; make one with new SessionKey(tenant, id).");

    /// <summary>Names a session of a tenant, if tenant and id can be ones.</summary>
    /// <param name="tenant">The tenant; <c>""</c> is the default one.</param>
    /// <param name="id">The session's id within the tenant.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether there is a key: <see langword="false"/> where <see cref="SessionKey(string, string)"/> would throw.</returns>
    public static bool TryCreate([NotNullWhen(true)] string? tenant, [NotNullWhen(true)] string? id, out SessionKey key)
    {
        var isValid = tenant is not null && !string.IsNullOrEmpty(id) && OpaqueId.IsValid(tenant) && OpaqueId.IsValid(id);
        key = isValid ? new SessionKey(tenant!, id!) : default;
        return isValid;
    }

    /// <summary>Reads a key from its text.</summary>
    /// <param name="s">The text, as <see cref="ToString"/> writes it.</param>
    /// <param name="provider">Not used: a key is the same in every culture.</param>
    /// <exception cref="FormatException">The text is no key's.</exception>
    public static SessionKey Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var key) ? key : throw new FormatException(
            "The text is not that of a session key, which is an id or 'tenant/id'. Within the parts, '/' is written as %2F and '%' as %25, and control characters, lone surrogates and more than 512 characters are not allowed.");
    }

    /// <summary>Reads a key from its text, if it is one's.</summary>
    /// <param name="s">The text, as <see cref="ToString"/> writes it.</param>
    /// <param name="provider">Not used: a key is the same in every culture.</param>
    /// <param name="result">The key.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SessionKey result)
    {
        result = default;
        return SessionKeyText.TrySplit(s, out var tenant, out var id) && TryCreate(tenant, id, out result);
    }

    /// <summary>The key as text, which <see cref="Parse"/> reads: for logs, caches and messages.</summary>
    public override string ToString() => SessionKeyText.Of(Tenant, _id ?? "");
}
