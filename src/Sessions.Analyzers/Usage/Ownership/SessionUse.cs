using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>A place where an agent is given a session, or a serialized one; or where a function is given what it gives to an agent.</summary>
/// <param name="Place">The argument.</param>
/// <param name="Subject">How a message names the session.</param>
/// <param name="IsOfSession">Whether it is a session, and not a serialized one.</param>
/// <param name="Session">The owner of the session.</param>
/// <param name="User">The agent that is given it.</param>
/// <param name="AllowsNull">Whether the agent does without a session as well.</param>
/// <param name="Through">The functions on the way to the use, the first one first.</param>
/// <param name="Way">Where the functions on the way do it.</param>
internal sealed record SessionUse(
    SyntaxNode Place,
    string Subject,
    bool IsOfSession,
    Owner Session,
    Owner User,
    bool AllowsNull,
    IReadOnlyList<string> Through,
    IReadOnlyList<SyntaxNode> Way)
{
    /// <summary>Whether the agent certainly is not the one that the session belongs to.</summary>
    public bool IsWrong => Session.MustDifferFrom(User) && !(AllowsNull && Session.MayBeNull);

    /// <summary>Whether it may yet be found wrong, when it is known what the given things are.</summary>
    public bool MayBeWrong => !Session.IsUnknown && !User.IsUnknown && !Session.SharesOriginWith(User);

    public SessionUse Bind(IBinding binding) => this with { Session = Session.Bind(binding), User = User.Bind(binding) };
}
