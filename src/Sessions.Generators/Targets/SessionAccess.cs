namespace Sessions.Generators;

/// <summary>How generated code reaches the state of one kind of session.</summary>
internal abstract class SessionAccess
{
    /// <summary>The type of the session, as generated code writes it.</summary>
    public abstract string Session { get; }

    /// <summary>The expression that calls an operation on the slot of a type, such as <c>Get</c>, of the variable <c>session</c>.</summary>
    public abstract string Call(string operation, string type, string? argument = null);
}
