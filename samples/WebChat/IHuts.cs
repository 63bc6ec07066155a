namespace WebChat;

/// <summary>The huts' own service, which takes bookings.</summary>
public interface IHuts
{
    /// <summary>Books a night. A key that was used before changes nothing and gives the same answer.</summary>
    Task<string> BookAsync(string guest, string hut, string idempotencyKey, CancellationToken cancellationToken);
}

/// <summary>Takes every booking, and forgets it.</summary>
public sealed class DemoHuts : IHuts
{
    public Task<string> BookAsync(string guest, string hut, string idempotencyKey, CancellationToken cancellationToken) =>
        Task.FromResult($"A bed in {hut} is booked for {guest}.");
}
