namespace Sessions;

/// <summary>The names under which the runtime's traces and metrics are found; they cost nothing while nobody listens.</summary>
/// <example>
/// <code>
/// builder.Services.AddOpenTelemetry()
///     .WithTracing(tracing =&gt; tracing.AddAspNetCoreInstrumentation().AddSource(SessionsInstrumentation.ActivitySourceName))
///     .WithMetrics(metrics =&gt; metrics.AddAspNetCoreInstrumentation().AddMeter(SessionsInstrumentation.MeterName));
/// </code>
/// </example>
public static class SessionsInstrumentation
{
    /// <summary>The <see cref="System.Diagnostics.ActivitySource"/> of the runtime: an activity a turn.</summary>
    public const string ActivitySourceName = "Sessions";

    /// <summary>The <see cref="System.Diagnostics.Metrics.Meter"/> of the runtime: how long turns take, and the tokens they use.</summary>
    public const string MeterName = "Sessions";
}
