namespace Sessions;

/// <summary>The name of a schema, as it is written into statements. It cannot be a parameter, so it is one that needs no care.</summary>
internal static class SchemaName
{
    // PostgreSQL cuts what is longer.
    private const int MaxLength = 63;

    /// <summary>Quotes a name.</summary>
    /// <exception cref="ArgumentException">It is not a name that is taken.</exception>
    public static string Quoted(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            ? $"\"{name}\""
            : throw new ArgumentException($"'{name}' cannot be the schema: its name has letters of ASCII, digits and underscores, does not begin with a digit, and has 1 to {MaxLength} of them.", nameof(name));
    }
}
