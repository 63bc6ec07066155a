using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>The activity of one call of a tool, after OpenTelemetry's conventions for generative AI.</summary>
/// <param name="activity">The activity.</param>
/// <param name="isSensitive">Whether it may say what the tool was given, what it returned, and how it failed.</param>
internal readonly struct ToolTelemetry(Activity activity, bool isSensitive) : IDisposable
{
    private const string ExecuteTool = "execute_tool";

    /// <summary>Begins, in the flow of whoever runs the tool.</summary>
    /// <param name="source">The source of the turn's own activity.</param>
    /// <param name="function">The tool.</param>
    /// <param name="call">The model's call.</param>
    /// <param name="isSensitive">Whether the activity may say what the tool was given, what it returned, and how it failed.</param>
    /// <returns>The activity; <see langword="null"/> where nobody listens, and where another source has one of the call already.</returns>
    public static ToolTelemetry? Start(ActivitySource source, AIFunction function, FunctionCallContent call, bool isSensitive)
    {
        if (Activity.Current?.OperationName.StartsWith(ExecuteTool, StringComparison.Ordinal) == true
            || source.StartActivity($"{ExecuteTool} {function.Name}", ActivityKind.Internal) is not { } activity)
        {
            return null;
        }

        activity.SetTag(TelemetryTags.Operation, ExecuteTool);
        activity.SetTag(TelemetryTags.ToolName, function.Name);
        activity.SetTag(TelemetryTags.ToolType, "function");
        activity.SetTag(TelemetryTags.ToolCallId, call.CallId);
        activity.SetTag(TelemetryTags.ToolDescription, string.IsNullOrEmpty(function.Description) ? null : function.Description);
        var telemetry = new ToolTelemetry(activity, isSensitive && activity.IsAllDataRequested);
        telemetry.Set(TelemetryTags.ToolCallArguments, call.Arguments);
        return telemetry;
    }

    /// <summary>Takes note of what the tool returned.</summary>
    public void SetResult(object? result) => Set(TelemetryTags.ToolCallResult, result);

    /// <summary>Takes note of how the tool failed. What an exception says may quote what was said.</summary>
    public void SetException(Exception exception)
    {
        activity.SetTag(TelemetryTags.ErrorType, exception.GetType().FullName);
        activity.SetStatus(ActivityStatusCode.Error, isSensitive ? exception.Message : null);
    }

    public void Dispose() => activity.Dispose();

    private void Set(string tag, object? value)
    {
        if (isSensitive && value is not null && MessageJson.TrySerialize(value) is { } json)
        {
            activity.SetTag(tag, System.Text.Encoding.UTF8.GetString(json));
        }
    }
}
