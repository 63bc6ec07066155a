namespace Sessions.Testing.Tests;

/// <summary>Says of a step whose ordinal is taken that it is kept.</summary>
internal sealed class WritesOverSteps(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default)
    {
        var outcome = await base.AppendStepAsync(key, turnKey, storedStep, cancellationToken);
        return outcome == StepOutcome.OrdinalTaken ? StepOutcome.Appended : outcome;
    }
}
