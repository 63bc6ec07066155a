using Microsoft.Extensions.AI;
using Sessions.Agents;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>A turn of a real agent with a generated history provider: the user says "a", the model says "b".</summary>
/// <param name="Loaded">The texts of the history that the model was sent.</param>
/// <param name="Log">What the provider's methods logged.</param>
/// <param name="Issues">What went wrong without costing the answer.</param>
internal sealed record ProviderTurn(string Loaded, IReadOnlyList<string> Log, IReadOnlyList<TurnIssue> Issues)
{
    public static Task<ProviderTurn> RunAsync(LoadedAssembly assembly, string type) => RunAsync(assembly, Create(assembly, type));

    public static async Task<ProviderTurn> RunAsync(LoadedAssembly assembly, HistoryProvider provider, string? tenant = null)
    {
        using var client = new ReplyClient();
        var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "agent", ContextProviders = [provider] });
        var session = await agent.CreateSessionAsync(new SessionKey(tenant ?? (provider.SeparatesTenants ? "tenant" : ""), "session"), TestContext.Current.CancellationToken);
        await assembly.RunAsync("Log", "Prepare", session);

        var response = await agent.RunAsync("a", session, cancellationToken: TestContext.Current.CancellationToken);
        return new ProviderTurn(client.History, (IReadOnlyList<string>)assembly.Type("Log").GetField("Lines")!.GetValue(null)!, response.Issues);
    }

    public static HistoryProvider Create(LoadedAssembly assembly, string type) => (HistoryProvider)Activator.CreateInstance(assembly.Type(type))!;
}
