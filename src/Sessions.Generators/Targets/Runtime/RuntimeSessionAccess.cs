namespace Sessions.Generators;

/// <summary>Reaches state through the session's <c>State</c>.</summary>
internal sealed class RuntimeSessionAccess : SessionAccess
{
    public static readonly RuntimeSessionAccess Instance = new();

    public override string Session => $"global::{RuntimeNames.AgentSession}";

    public override string Call(string operation, string type, string? argument = null) => $"session.State.{operation}<{type}>({argument})";
}
