using Sessions;

namespace QuickStart;

/// <summary>What the user asked for on the command line.</summary>
public sealed record CommandLine
{
    public const string Help =
        """
        Talks with an agent that remembers. The conversation is stored; run it again to go on with it.

        Usage: QuickStart [options]

          --demo             play a short conversation instead of asking for input
          --session NAME     the session to talk in (default: quickstart)
          --database PATH    the SQLite file that keeps the sessions (default: quickstart.db in the current directory)
          --help             show this text

        Input comes from the keyboard or from a pipe, one message a line. Ctrl+C, Ctrl+D or the end of the pipe ends it.

        The model is picked by the environment:
          ANTHROPIC_API_KEY  Anthropic; optional: ANTHROPIC_MODEL, ANTHROPIC_BASE_URL
          OPENAI_API_KEY     OpenAI or any server that speaks its protocol; optional: OPENAI_MODEL, OPENAI_BASE_URL
          neither            an offline stand-in, which is no language model: it only repeats what you told it

        Exit codes:
          0    the conversation ended
          1    a turn failed, or the database cannot be used
          2    the command line or the environment is wrong
          130  interrupted with Ctrl+C
        """;

    public bool ShowHelp { get; init; }

    public bool Demo { get; init; }

    public string Session { get; init; } = "quickstart";

    public string Database { get; init; } = "quickstart.db";

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var commandLine = new CommandLine();
        for (var i = 0; i < arguments.Count; i++)
        {
            commandLine = arguments[i] switch
            {
                "--help" or "-h" => commandLine with { ShowHelp = true },
                "--demo" => commandLine with { Demo = true },
                "--session" => commandLine with { Session = SessionName(Value("a name")) },
                "--database" => commandLine with { Database = DatabasePath(Value("a path")) },
                var unknown => throw new UsageException($"'{unknown}' is not an option. See --help for those that are."),
            };

            string Value(string what) => ++i < arguments.Count && !string.IsNullOrWhiteSpace(arguments[i]) && !arguments[i].StartsWith("--", StringComparison.Ordinal)
                ? arguments[i]
                : throw new UsageException($"{arguments[i - 1]} needs {what} after it.");
        }

        return commandLine;
    }

    private static string SessionName(string name)
    {
        try
        {
            return new SessionKey(name).Id;
        }
        catch (ArgumentException e)
        {
            var reason = e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
            throw new UsageException($"--session cannot take this name. {reason}");
        }
    }

    private static string DatabasePath(string path) => path.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
        ? throw new UsageException("--database needs a file: a database in memory ends with the process, and nothing could be resumed.")
        : path;
}
