using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using WebChat;

namespace Sessions.WebChat.Tests;

/// <summary>The sample as it is, on Kestrel at a free port; only its model, its huts and its database are the test's.</summary>
public sealed class ChatServer : WebApplicationFactory<Program>
{
    private readonly string? _ownFolder;

    public ChatServer(string? folder = null, TimeSpan? queueTimeout = null)
    {
        Folder = folder ?? (_ownFolder = Directory.CreateTempSubdirectory("webchat-").FullName);
        QueueTimeout = queueTimeout ?? TimeSpan.FromSeconds(30);
        UseKestrel(0);
        StartServer();
        Address = ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    public string Folder { get; }

    public string Database => Path.Combine(Folder, "webchat.db");

    public PacedModel Model { get; } = new();

    public RecordingHuts Huts { get; } = new();

    public IReadOnlyList<Activity> Spans
    {
        get
        {
            Services.GetRequiredService<TracerProvider>().ForceFlush();
            return Exported.ToList();
        }
    }

    private TimeSpan QueueTimeout { get; }

    private ExportedSpans Exported { get; } = [];

    /// <summary>Signs a user in.</summary>
    public Task<ChatBrowser> SignInAsync(string user) => ChatBrowser.SignInAsync(Address, user);

    public override async ValueTask DisposeAsync()
    {
        Model.GoOn();
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the host, and leaves the database.</summary>
    public ValueTask StopAsync() => base.DisposeAsync();

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseSetting("ConnectionStrings:Sessions", $"Data Source={Database}")
        .UseSetting("Chat:QueueTimeout", QueueTimeout.ToString())
        .ConfigureTestServices(services => services
            .AddSingleton<IChatClient>(Model)
            .AddScoped<IHuts>(_ => Huts.OfScope())
            .ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(Exported)));
}

/// <summary>Spans that are exported while others are read.</summary>
internal sealed class ExportedSpans : Collection<Activity>
{
    private readonly Lock _lock = new();

    public IReadOnlyList<Activity> ToList()
    {
        lock (_lock)
        {
            return [.. Items];
        }
    }

    protected override void InsertItem(int index, Activity item)
    {
        lock (_lock)
        {
            base.InsertItem(Count, item);
        }
    }
}

/// <summary>What was booked, each with its key and the number of the scope that it was booked in.</summary>
public sealed class RecordingHuts
{
    private int _scopes;

    public ConcurrentQueue<(string Guest, string Hut, string Key, int Scope)> Bookings { get; } = [];

    internal IHuts OfScope() => new Huts(this, Interlocked.Increment(ref _scopes));

    private sealed class Huts(RecordingHuts recording, int scope) : IHuts
    {
        public Task<string> BookAsync(string guest, string hut, string idempotencyKey, CancellationToken cancellationToken)
        {
            recording.Bookings.Enqueue((guest, hut, idempotencyKey, scope));
            return Task.FromResult("booked");
        }
    }
}
