using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Pages;

public sealed class ChatPage
{
    private readonly AIAgent _assistant = Model.Connect().AsAIAgent(name: "Assistant");
    private readonly AIAgent _summarizer = Model.Connect().AsAIAgent(name: "Summarizer");
    private AgentSession? _session;

    public List<string> Lines { get; } = [];

    public async Task OnInitializedAsync()
    {
        _session = await _assistant.CreateSessionAsync();
    }

    public async Task SendAsync(string text)
    {
        await foreach (var update in _assistant.RunStreamingAsync(text, _session))
        {
            Lines.Add(update.Text);
        }
    }

    public async Task SummarizeAsync()
    {
        var summary = await _summarizer.RunAsync("Sum up what was said.", _session); // misuse: SESS301
        Lines.Add(summary.Text);
    }
}
