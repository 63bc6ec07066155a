using Microsoft.Agents.AI;

namespace Hosting;

public sealed class Window(AIAgent agent, AgentSession session)
{
    public event EventHandler<string>? Answered;

    public async void OnSendClicked(object? sender, EventArgs e)
    {
        try
        {
            AgentResponse response = await agent.RunAsync("The user clicked.", session);
            Answered?.Invoke(this, response.Text);
        }
        catch (Exception exception)
        {
            Answered?.Invoke(this, exception.Message);
        }
    }
}
