using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// The activity and the measurements of one turn, after OpenTelemetry's conventions for generative AI. There is none while nobody
/// listens.
/// </summary>
internal sealed class TurnTelemetry
{
    private const string InvokeAgent = "invoke_agent";
    private const string Running = "running agent";

    private static readonly ActivitySource Source = new(SessionsInstrumentation.ActivitySourceName);
    private static readonly Meter Meter = new(SessionsInstrumentation.MeterName);
    private static readonly Histogram<double> Duration = CreateHistogram(
        "gen_ai.invoke_agent.duration", "s", "How long a turn took, from the run to the end of its answer.", [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6]);

    private static readonly Histogram<long> Tokens = CreateHistogram<long>(
        "gen_ai.client.token.usage", "{token}", "Tokens that turns used.", [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864]);

    private readonly ChatClientAgent _agent;
    private readonly string? _provider;
    private readonly string? _model;
    private readonly Activity? _activity;
    private readonly long _startedAt;

    private TurnTelemetry(ChatClientAgent agent, TurnContext turn)
    {
        _agent = agent;
        _startedAt = agent.TimeProvider.GetTimestamp();
        var metadata = agent.ChatClient.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        _provider = metadata?.ProviderName;
        _model = (turn.Options as ChatClientAgentRunOptions)?.ChatOptions?.ModelId ?? agent.ChatOptions?.ModelId ?? metadata?.DefaultModelId;
        _activity = Source.HasListeners() ? StartActivity(turn.Session) : null;
    }

    /// <summary>Begins, in the flow of whoever runs the turn.</summary>
    public static TurnTelemetry? Start(ChatClientAgent agent, TurnContext turn) =>
        Source.HasListeners() || Duration.Enabled || Tokens.Enabled ? new TurnTelemetry(agent, turn) : null;

    /// <summary>Makes what the caller's flow begins part of the turn, until the caller's async method returns.</summary>
    public void Enter()
    {
        if (_activity is not null)
        {
            Activity.Current = _activity;
        }
    }

    /// <summary>Takes note of what the model is sent.</summary>
    public void SetRequest(in HistoryRequest request, ChatOptions? options)
    {
        if (_activity is not { IsAllDataRequested: true } activity)
        {
            return;
        }

        activity.SetTag(TelemetryTags.HistoryRepairs, request.Repairs.Count > 0 ? request.Repairs.Count : null);
        if (options is not null)
        {
            activity.SetTag(TelemetryTags.Temperature, options.Temperature);
            activity.SetTag(TelemetryTags.TopP, options.TopP);
            activity.SetTag(TelemetryTags.MaxTokens, options.MaxOutputTokens);
            activity.SetTag(TelemetryTags.FrequencyPenalty, options.FrequencyPenalty);
            activity.SetTag(TelemetryTags.PresencePenalty, options.PresencePenalty);
            activity.SetTag(TelemetryTags.Seed, options.Seed);
            activity.SetTag(TelemetryTags.StopSequences, options.StopSequences?.ToArray());
            activity.SetTag(TelemetryTags.OutputType, options.ResponseFormat switch { ChatResponseFormatJson => "json", ChatResponseFormatText => "text", _ => null });
        }

        if (_agent.EnableSensitiveData)
        {
            activity.SetTag(TelemetryTags.SystemInstructions, string.IsNullOrEmpty(options?.Instructions) ? null : TelemetryMessages.Of(options.Instructions));
            activity.SetTag(TelemetryTags.InputMessages, TelemetryMessages.Of(request.Messages));
        }
    }

    /// <summary>Begins the activity of a call of a tool.</summary>
    public ToolTelemetry? StartTool(AIFunction function, FunctionCallContent call) =>
        _activity is null ? null : ToolTelemetry.Start(Source, function, call, _agent.EnableSensitiveData);

    /// <summary>Ends, with what came of the turn.</summary>
    public void Finish(in TurnOutcome outcome)
    {
        var status = outcome.IsUnderWay ? "in_progress" : outcome.Status switch { TurnStatus.Completed => "completed", TurnStatus.Interrupted => "interrupted", _ => "failed" };
        var error = outcome.Status == TurnStatus.Failed ? outcome.Exception?.GetType().FullName : null;
        if (_activity is not null)
        {
            FinishActivity(_activity, outcome, status, error);
        }

        Measure(outcome, status, error);
    }

    private Activity? StartActivity(AgentSession? session)
    {
        var tags = new List<KeyValuePair<string, object?>>
        {
            new(TelemetryTags.Operation, InvokeAgent),
            new(TelemetryTags.AgentId, _agent.Id),
        };
        Add(TelemetryTags.Provider, _provider);
        Add(TelemetryTags.RequestModel, _model);
        Add(TelemetryTags.AgentName, _agent.Name);
        Add(TelemetryTags.AgentDescription, _agent.Description);
        Add(TelemetryTags.ConversationId, session?.Id);
        Add(TelemetryTags.Tenant, session?.Tenant);
        var activity = Source.StartActivity(NameOf(_agent), ActivityKind.Internal, parentContext: default, tags);
        if (activity is not null)
        {
            // A client that invokes functions makes activities of its own from the source of one that has the name which the
            // conventions give this one, and its activities quote exceptions. The name is given back at the end.
            activity.DisplayName = Running;
        }

        return activity;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                tags.Add(new(name, value));
            }
        }
    }

    private void FinishActivity(Activity activity, in TurnOutcome outcome, string status, string? error)
    {
        activity.DisplayName = NameOf(_agent);
        activity.SetTag(TelemetryTags.TurnId, outcome.TurnId.ToString());
        activity.SetTag(TelemetryTags.TurnStatus, status);
        activity.SetTag(TelemetryTags.TurnNumber, outcome.Number);
        activity.SetTag(TelemetryTags.TurnReplayed, outcome.IsReplayed ? true : null);
        activity.SetTag(TelemetryTags.InputTokens, outcome.Usage?.InputTokenCount);
        activity.SetTag(TelemetryTags.OutputTokens, outcome.Usage?.OutputTokenCount);
        activity.SetTag(TelemetryTags.CachedTokens, outcome.Usage?.CachedInputTokenCount);
        if (outcome.Response is { } response)
        {
            SetResponse(activity, response);
        }

        if (error is not null)
        {
            // A message may quote what was said.
            activity.SetTag(TelemetryTags.ErrorType, error);
            activity.SetStatus(ActivityStatusCode.Error, _agent.EnableSensitiveData ? outcome.Exception!.Message : null);
        }

        activity.Stop();
    }

    private void SetResponse(Activity activity, AgentResponse response)
    {
        activity.SetTag(TelemetryTags.ResponseId, response.ResponseId);
        activity.SetTag(TelemetryTags.ResponseModel, ModelOf(response));
        activity.SetTag(TelemetryTags.FinishReasons, response.FinishReason is { } reason ? new[] { reason.Value } : null);
        if (activity.GetTagItem(TelemetryTags.ConversationId) is null)
        {
            activity.SetTag(TelemetryTags.ConversationId, response.ConversationId);
        }

        if (_agent.EnableSensitiveData && activity.IsAllDataRequested)
        {
            activity.SetTag(TelemetryTags.OutputMessages, TelemetryMessages.Of(response.Messages, response.FinishReason ?? ChatFinishReason.Stop));
        }
    }

    private void Measure(in TurnOutcome outcome, string status, string? error)
    {
        var tags = new TagList { { TelemetryTags.TurnStatus, status } };
        Add(ref tags, TelemetryTags.AgentName, _agent.Name);
        Add(ref tags, TelemetryTags.ErrorType, error);
        if (outcome.IsReplayed)
        {
            tags.Add(TelemetryTags.TurnReplayed, true);
        }

        Duration.Record(_agent.TimeProvider.GetElapsedTime(_startedAt).TotalSeconds, tags);
        Measure("input", outcome.Usage?.InputTokenCount, outcome.Response);
        Measure("output", outcome.Usage?.OutputTokenCount, outcome.Response);
    }

    private void Measure(string tokenType, long? count, AgentResponse? response)
    {
        if (count is not { } tokens)
        {
            return;
        }

        var tags = new TagList { { TelemetryTags.Operation, InvokeAgent }, { TelemetryTags.TokenType, tokenType } };
        Add(ref tags, TelemetryTags.Provider, _provider);
        Add(ref tags, TelemetryTags.RequestModel, _model);
        Add(ref tags, TelemetryTags.ResponseModel, response is null ? null : ModelOf(response));
        Add(ref tags, TelemetryTags.AgentName, _agent.Name);
        Tokens.Record(tokens, tags);
    }

    private static string NameOf(ChatClientAgent agent) => string.IsNullOrEmpty(agent.Name) ? InvokeAgent : $"{InvokeAgent} {agent.Name}";

    private static string? ModelOf(AgentResponse response) => (response.RawRepresentation as ChatResponse)?.ModelId;

    private static void Add(ref TagList tags, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            tags.Add(name, value);
        }
    }

    private static Histogram<T> CreateHistogram<T>(string name, string unit, string description, T[] boundaries)
        where T : struct =>
#if NET9_0_OR_GREATER
        Meter.CreateHistogram(name, unit, description, advice: new InstrumentAdvice<T> { HistogramBucketBoundaries = boundaries });
#else
        Meter.CreateHistogram<T>(name, unit, description);
#endif
}
