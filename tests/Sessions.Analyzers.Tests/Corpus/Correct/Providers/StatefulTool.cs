using System.ComponentModel;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace Providers;

[AgentSessionState(Key = "basket")]
public sealed partial record Basket
{
    public int Items { get; init; }
}

public static class BasketTools
{
    public static AITool Add { get; } = AIFunctionFactory.Create(AddItem);

    [Description("Puts something into the basket.")]
    private static string AddItem(string article)
    {
        AgentSession session = TurnContext.Current!.Session!;
        session.UpdateBasket(basket => basket with { Items = basket.Items + 1 });
        return $"{article} is in the basket, which has {session.GetBasket().Items}.";
    }
}
