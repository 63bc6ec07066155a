using Sessions;

namespace WebChat;

/// <summary>What goes wrong in a turn, as a status of HTTP; the body is a ProblemDetails that says no more.</summary>
public static class ChatProblems
{
    public static int StatusOf(Exception exception) => exception switch
    {
        // The session is busy, was changed by another process, or a newer run took its turn: the client may try again.
        SessionBusyException or SessionConflictException or TurnSupersededException => StatusCodes.Status409Conflict,

        // The turn's key cannot be one, or was used for another message.
        ArgumentException { ParamName: "turnKey" } => StatusCodes.Status422UnprocessableEntity,

        // The session is another agent's.
        SessionMismatchException => StatusCodes.Status404NotFound,
        SessionStoreException => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException badRequest => badRequest.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };
}
