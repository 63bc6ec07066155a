using System.Text.Json;

namespace Sessions.Tests.Turns.Keyed;

/// <summary>A store as one process has it, whose writes are held: what was not let go on when the process was killed is not written.</summary>
/// <param name="inner">The store, as all processes have it.</param>
/// <param name="work">The process's work: <c>begin c1</c>, <c>end c1 c2</c> and <c>answer</c> for steps, and <c>commit</c>.</param>
internal sealed class HeldStore(SessionStore inner, HeldWork work) : DelegatingSessionStore(inner)
{
    // Turns of a process that was killed are not waited for.
    public override object Location => this;

    public override async ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default)
    {
        await work.HoldAsync(NameOf(storedStep));
        return await base.AppendStepAsync(key, turnKey, storedStep, cancellationToken);
    }

    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        await work.HoldAsync("commit");
        return await base.CommitAsync(commit, cancellationToken);
    }

    /// <summary>The ids of the calls whose results a step has.</summary>
    public static IReadOnlyList<string> ResultsIn(StoredStep step)
    {
        using var json = JsonDocument.Parse(step.Json);
        return json.RootElement.TryGetProperty("results", out var results)
            ? [.. results.EnumerateArray().Select(tool => tool.GetProperty("call").GetProperty("callId").GetString()!)]
            : [];
    }

    private static string NameOf(StoredStep step)
    {
        using var json = JsonDocument.Parse(step.Json);
        return json.RootElement.TryGetProperty("begun", out var begun) ? $"begin {begun.GetProperty("callId").GetString()}"
            : ResultsIn(step) is { Count: > 0 } results ? $"end {string.Join(' ', results)}"
            : "answer";
    }
}
