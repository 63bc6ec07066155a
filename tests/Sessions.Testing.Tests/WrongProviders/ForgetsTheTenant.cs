using Sessions.Agents;

namespace Sessions.Testing.Tests;

/// <summary>Keeps sessions by their ids.</summary>
internal sealed class ForgetsTheTenant : ListHistoryProvider
{
    protected override string KeyOf(AgentSession session) => session.Id;
}
