namespace Sessions.Generators;

/// <summary>Reaches state through the package's extension methods, called as static ones: user code may have others of their names.</summary>
internal sealed class AgentFrameworkSessionAccess : SessionAccess
{
    public static readonly AgentFrameworkSessionAccess Instance = new();

    public override string Session => $"global::{AgentFrameworkNames.AgentSession}";

    public override string Call(string operation, string type, string? argument = null)
    {
        var method = $"global::{AgentFrameworkNames.StateExtensions}.{operation}State<{type}>";
        return argument is null ? CSharpText.Call(method, "session") : CSharpText.Call(method, "session", argument);
    }
}
