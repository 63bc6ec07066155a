using Microsoft.Extensions.AI;
using QuickStart.Models;
using Sessions;
using Sessions.Agents;

namespace QuickStart;

/// <summary>Takes the user's lines to the agent, one turn a line, and streams the answers back.</summary>
/// <param name="agent">The agent.</param>
/// <param name="session">The session to talk in.</param>
/// <param name="terminal">Where the user is.</param>
/// <param name="model">What answers, for the message that it does not.</param>
public sealed class Conversation(AIAgent agent, AgentSession session, Terminal terminal, string model)
{
    private const string Prompt = "You:   ";

    private bool _failed;

    /// <summary>Talks until the input ends.</summary>
    /// <param name="cancellationToken">Ends the conversation, and drops the turn that runs.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Greet();
            while (await ReadLineAsync(cancellationToken) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    await AnswerAsync(line, cancellationToken);
                }
            }

            TakeLeave("Goodbye!");
            return _failed ? ExitCode.Failed : ExitCode.Ended;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            TakeLeave("Interrupted.");
            return ExitCode.Interrupted;
        }
    }

    private void Greet()
    {
        if (session.Revision == 0)
        {
            terminal.Output.WriteLine($"Session '{session.Id}' is new. Say something about yourself, then ask what the agent remembers.");
            return;
        }

        var known = session.GetTravelPreferences();
        terminal.Output.WriteLine($"Welcome back{(known.UserName is { } name ? $", {name}" : "")}! Session '{session.Id}' goes on after {Turns()}.");
        if (known.Interests is not [])
        {
            terminal.Output.WriteLine($"You love {string.Join(", ", known.Interests)}.");
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(terminal.Echo ? "" : Prompt, cancellationToken);

        // The console's reader blocks whatever its method is called, and would not hear Ctrl+C.
        return await Task.Run(terminal.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
    }

    private async Task AnswerAsync(string line, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(terminal.Echo ? $"{Prompt}{line}\nAgent: " : "Agent: ", cancellationToken);
            await foreach (var update in agent.RunStreamingAsync(line, session, cancellationToken: cancellationToken))
            {
                foreach (var call in update.Contents.OfType<FunctionCallContent>())
                {
                    await WriteAsync($"[{call.Name}: {string.Join(", ", call.Arguments?.Values ?? [])}] ", cancellationToken);
                }

                await WriteAsync(update.Text, cancellationToken);
                foreach (var issue in update.Issues)
                {
                    terminal.Error.WriteLine($"Note: {issue.Message}");
                }
            }

            terminal.Output.WriteLine();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _failed = true;
            terminal.Output.WriteLine();
            terminal.Error.WriteLine($"{Explain(e)}\nNothing of this turn was kept; you can go on.");
        }
    }

    private string Explain(Exception exception) => exception is SessionException
        ? exception.Message
        : $"No answer from {model}: {ModelFailure.Reason(exception)}";

    private void TakeLeave(string word) => terminal.Output.WriteLine($"\n{word} Session '{session.Id}' has {Turns()}.");

    // Every turn is one commit, and nothing else commits here.
    private string Turns() => session.Revision == 1 ? "1 turn" : $"{session.Revision} turns";

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await terminal.Output.WriteAsync(text.AsMemory(), cancellationToken);
        await terminal.Output.FlushAsync(cancellationToken);
    }
}
