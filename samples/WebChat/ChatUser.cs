using System.Security.Claims;

namespace WebChat;

/// <summary>What the chat knows of who is signed in.</summary>
public static class ChatUser
{
    /// <summary>The tenant whose sessions the user has: a tenant of their own. Never a part of the request's address or body.</summary>
    public static string Tenant(this ClaimsPrincipal user) =>
        user.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } id ? id
            : throw new InvalidOperationException("The user who is signed in has no id.");
}
