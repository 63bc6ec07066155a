using Company.Models;
using Sessions.Agents;

namespace Games;

public sealed class Adventure
{
    private AgentSession? _session;

    private AIAgent Narrator { get; } = Model.Connect().AsAIAgent(name: "Narrator", instructions: "Tell the story.");

    private AIAgent Dragon { get; } = Model.Connect().AsAIAgent(name: "Dragon", instructions: "You are a dragon.");

    public async Task BeginAsync()
    {
        _session = await Narrator.CreateSessionAsync();
        Console.WriteLine((await Narrator.RunAsync("Begin.", _session)).Text);
    }

    public async Task FightAsync(string blow)
    {
        Console.WriteLine((await Dragon.RunAsync(blow, _session)).Text); // misuse: SESS301
    }
}
