using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>One run of a <see cref="ChatClientAgent"/>, once it is its turn's to run: what every phase of the turn works with.</summary>
/// <param name="context">The turn as providers see it.</param>
/// <param name="entry">The turn's place in the queue.</param>
/// <param name="turnKey">The caller's key of the turn; <c>default</c> for none.</param>
/// <param name="telemetry">The turn's telemetry, if somebody listens.</param>
/// <param name="startedAt">When the run began, in UTC.</param>
/// <param name="attempt">The number of the attempt; from 2 on, because somebody else committed to the session before the turn could.</param>
internal sealed class ChatRun(TurnContext context, TurnQueueEntry entry, TurnKey turnKey, TurnTelemetry? telemetry, DateTime startedAt, int attempt)
{
    public ChatClientAgent Agent => (ChatClientAgent)context.Agent;

    public ChatClientAgentSession? Session => (ChatClientAgentSession?)context.Session;

    public TurnContext Context => context;

    public TurnQueueEntry Entry => entry;

    public TurnKey? TurnKey => turnKey == default ? null : turnKey;

    public TurnTelemetry? Telemetry => telemetry;

    public DateTimeOffset StartedAt => Continued?.StartedAt ?? new(startedAt);

    public int Attempt => attempt;

    /// <summary>Where steps are kept until the turn is committed, if it is to be run again.</summary>
    public StepLog Steps => Session?.Steps ?? Agent.Steps;

    /// <summary>What records the turn's steps, if they are recorded.</summary>
    public TurnJournal? Journal { get; set; }

    /// <summary>The turn that this run goes on with, if its answer is made in the background.</summary>
    public SuspendedTurn? Continued { get; set; }

    /// <summary>Whether the session has moved on since the turn that this run goes on with was begun.</summary>
    public bool IsMovedOn { get; set; }

    /// <summary>The caller's messages, as they were given.</summary>
    public IReadOnlyList<ChatMessage> Input => Journal?.Input ?? context.InputMessages;

    /// <summary>Whether the model is being asked: what calls models and tools otherwise are the providers.</summary>
    public bool IsAsking { get; set; }

    public AgentRunOptions? Options => context.Options;

    /// <summary>Cancelled by the caller, or by a newer run of the session.</summary>
    public CancellationToken Token => entry.Token;

    /// <summary>What the turn leaves if it does not complete.</summary>
    public InterruptedTurns Interrupted => Options?.InterruptedTurns ?? Agent.InterruptedTurns;
}
