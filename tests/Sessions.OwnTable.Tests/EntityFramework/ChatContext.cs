using Microsoft.EntityFrameworkCore;

namespace Sessions.OwnTable.Tests.EntityFramework;

/// <summary>A message of a session.</summary>
public sealed class StoredMessage
{
    public required string Tenant { get; init; }

    public required string SessionId { get; init; }

    public required int Ordinal { get; init; }

    public required string TurnId { get; init; }

    public string? TurnKey { get; init; }

    public required string Message { get; init; }
}

/// <summary>The application's own context.</summary>
public sealed class ChatContext(DbContextOptions<ChatContext> options) : DbContext(options)
{
    public DbSet<StoredMessage> Messages => Set<StoredMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<StoredMessage>(message =>
    {
        message.HasKey(row => new { row.Tenant, row.SessionId, row.Ordinal });
        message.Property(row => row.Message).HasColumnType("json");
    });
}
