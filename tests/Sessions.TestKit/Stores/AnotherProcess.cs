namespace Sessions.TestKit;

/// <summary>A store as another process has it: the same sessions, and none of what this process knows of them.</summary>
/// <remarks>Turns through it do not wait for those through the store itself; the two find out about one another when they commit.</remarks>
public sealed class AnotherProcess(SessionStore store) : DelegatingSessionStore(store)
{
    public override object Location => this;
}
