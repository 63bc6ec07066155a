using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent buyer = Model.Connect().AsAIAgent(name: "Buyer");
AIAgent seller = Model.Connect().AsAIAgent(name: "Seller");
AgentSession session = await buyer.CreateSessionAsync();

var offer = await BuyAsync("Make an offer for the car.");
for (var round = 0; round < 3; round++)
{
    offer = await BuyAsync(await SellAsync(offer));
}

async Task<string> BuyAsync(string message) => (await buyer.RunAsync(message, session)).Text;

async Task<string> SellAsync(string message) => (await seller.RunAsync(message, session)).Text; // misuse: SESS301
