using Microsoft.Extensions.Logging;

namespace Sessions;

/// <summary>What is logged of removing expired sessions.</summary>
internal static partial class PurgeLog
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "Expired sessions could not be removed from the session store. They are absent all the same, and removing them is tried again.")]
    public static partial void PurgeFailed(this ILogger logger, Exception exception);
}
