namespace Sessions;

/// <summary>How a turn ended. The numbers are what stores keep.</summary>
public enum TurnStatus
{
    /// <summary>The model answered, and everything was kept.</summary>
    Completed = 0,

    /// <summary>The turn was cancelled or left early, and part of it was kept.</summary>
    Interrupted = 1,

    /// <summary>The turn failed, and part of it was kept.</summary>
    Failed = 2,
}
