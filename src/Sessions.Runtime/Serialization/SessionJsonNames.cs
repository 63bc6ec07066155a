using System.Text.Json;
using Sessions.Storage;

namespace Sessions;

/// <summary>How the words of the data model are written in a session's JSON.</summary>
internal static class SessionJsonNames
{
    public static string Of(HistoryOwner owner) => owner switch
    {
        HistoryOwner.Local => "local",
        HistoryOwner.Service => "service",
        _ => "undecided",
    };

    public static HistoryOwner ToHistoryOwner(string? name) => name switch
    {
        "undecided" => HistoryOwner.Undecided,
        "local" => HistoryOwner.Local,
        "service" => HistoryOwner.Service,
        _ => throw new JsonException($"'{name}' is no history owner; it is one of undecided, local, service."),
    };

    public static string Of(TurnStatus status) => status switch
    {
        TurnStatus.Interrupted => "interrupted",
        TurnStatus.Failed => "failed",
        _ => "completed",
    };

    public static TurnStatus ToTurnStatus(string? name) => name switch
    {
        "completed" => TurnStatus.Completed,
        "interrupted" => TurnStatus.Interrupted,
        "failed" => TurnStatus.Failed,
        _ => throw new JsonException($"'{name}' is no turn status; it is one of completed, interrupted, failed."),
    };
}
