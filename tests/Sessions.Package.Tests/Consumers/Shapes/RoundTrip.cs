namespace Shapes;

/// <summary>Takes state through a session's document, and says what came of it.</summary>
public sealed class RoundTrip(AIAgent agent)
{
    public async Task RunAsync<T>(object value)
        where T : class, IAgentSessionState<T>
    {
        var session = await agent.CreateSessionAsync();
        session.State.Set((T)value);

        var restored = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        restored.State.TryGetJson(T.StateKey, out var read);
        restored.State.Set(restored.State.Get<T>());
        restored.State.TryGetJson(T.StateKey, out var written);

        var again = read.GetRawText() == written.GetRawText() ? "the same again" : $"then {written.GetRawText()}";
        Console.WriteLine($"{typeof(T).FullName}: {read.GetRawText()} ({again})");
    }
}
