using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sessions.Tests;

/// <summary>Listens to the runtime and to the activities that tests begin, from its making to its disposal.</summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private const string TestsName = "Sessions.Tests";

    private readonly List<Activity> _activities = [];
    private readonly List<Measured> _measured = [];
    private readonly ActivityListener _activityListener;
    private readonly MeterListener _meterListener;

    public TelemetryRecorder()
    {
        _activityListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is SessionsInstrumentation.ActivitySourceName or TestsName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Add(_activities, activity),
        };
        ActivitySource.AddActivityListener(_activityListener);
        _meterListener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == SessionsInstrumentation.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(_measured, new Measured(instrument.Name, instrument.Unit, value, Text(tags))));
        _meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(_measured, new Measured(instrument.Name, instrument.Unit, value, Text(tags))));
        _meterListener.Start();
    }

    /// <summary>What tests begin activities with.</summary>
    public static ActivitySource Tests { get; } = new(TestsName);

    /// <summary>The activities that have ended, in the order of their ends.</summary>
    public IReadOnlyList<Activity> Activities
    {
        get
        {
            lock (_activities)
            {
                return [.. _activities];
            }
        }
    }

    /// <summary>The activities of turns that have ended.</summary>
    public IReadOnlyList<Activity> Turns => [.. Activities.Where(activity => activity.Source.Name == SessionsInstrumentation.ActivitySourceName && activity.OperationName.StartsWith("invoke_agent", StringComparison.Ordinal))];

    public Activity Turn => Assert.Single(Turns);

    public IReadOnlyList<Measured> Measured
    {
        get
        {
            lock (_measured)
            {
                return [.. _measured];
            }
        }
    }

    /// <summary>The tags of an activity, one a line, without those that differ from run to run.</summary>
    public static IReadOnlyList<string> Tags(Activity activity) =>
        [.. activity.TagObjects.Where(tag => tag.Key != "sessions.turn.id").Select(tag => $"{tag.Key}: {Text(tag.Value)}").Order(StringComparer.Ordinal)];

    /// <summary>All that was recorded, as one text.</summary>
    public string Everything() => string.Join('\n', Activities.SelectMany(Told).Concat(Measured.Select(measured => $"{measured}")));

    public void Dispose()
    {
        _activityListener.Dispose();
        _meterListener.Dispose();
    }

    private static IEnumerable<string?> Told(Activity activity) =>
    [
        activity.DisplayName,
        activity.StatusDescription,
        .. activity.TagObjects.Concat(activity.Events.SelectMany(item => item.Tags)).Select(tag => $"{tag.Key}: {Text(tag.Value)}"),
        .. activity.Baggage.Select(item => $"{item}"),
    ];

    private static void Add<T>(List<T> list, T item)
    {
        lock (list)
        {
            list.Add(item);
        }
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(", ", tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}: {Text(tag.Value)}"));

    private static string Text(object? value) => value is string[] texts ? $"[{string.Join(", ", texts)}]" : FormattableString.Invariant($"{value}");
}

/// <summary>One measurement.</summary>
internal sealed record Measured(string Instrument, string? Unit, double Value, string Tags);
