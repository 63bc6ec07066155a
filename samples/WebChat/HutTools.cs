using System.ComponentModel;
using Sessions.Agents;

namespace WebChat;

/// <summary>What the model may do.</summary>
public static class HutTools
{
    [Description("Books a night in a mountain hut.")]
    public static async Task<string> BookHut(string hut, IServiceProvider services, CancellationToken cancellationToken)
    {
        TurnContext turn = TurnContext.Current!;
        var huts = services.GetRequiredService<IHuts>();
        return await huts.BookAsync(turn.Session!.Tenant, hut, turn.ToolCallKey!, cancellationToken);
    }
}
