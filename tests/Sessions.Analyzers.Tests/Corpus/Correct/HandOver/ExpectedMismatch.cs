using Company.Models;
using Sessions;
using Sessions.Agents;

namespace HandOver;

public static class MismatchDemo
{
    public static async Task<bool> IsRefusedAsync()
    {
        AIAgent one = Model.Connect().AsAIAgent(name: "One");
        AIAgent two = Model.Connect().AsAIAgent(name: "Two");
        AgentSession own = await one.CreateSessionAsync();
        await one.RunAsync("Hello", own);

        // Two gets what One said, and a session of its own.
        AgentSession other = await two.CreateSessionAsync();
        await foreach (var message in one.ReadMessagesAsync(own))
        {
            await two.RunAsync(message.Text, other);
        }

        return own.AgentId != other.AgentId;
    }
}
