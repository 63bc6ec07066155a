using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;

namespace WebChat;

/// <summary>Who asks to be signed in.</summary>
public sealed record SignIn(string Name);

/// <summary>Signs in whoever says a name, in place of an identity provider. For development alone.</summary>
public static class DemoSignIn
{
    public static void MapDemoSignIn(this IEndpointRouteBuilder app) => app.MapPost("/sign-in", (SignIn request) => string.IsNullOrWhiteSpace(request.Name)
        ? Results.BadRequest()
        : Results.SignIn(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, request.Name)], BearerTokenDefaults.AuthenticationScheme)),
            authenticationScheme: BearerTokenDefaults.AuthenticationScheme));
}
