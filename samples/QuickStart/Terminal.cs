namespace QuickStart;

/// <summary>Where a conversation takes place.</summary>
/// <param name="Input">The user's lines.</param>
/// <param name="Output">The conversation.</param>
/// <param name="Error">What goes wrong.</param>
/// <param name="Echo">Whether the user's lines are to be printed, because nobody types them.</param>
public sealed record Terminal(TextReader Input, TextWriter Output, TextWriter Error, bool Echo)
{
    private static readonly string[] DemoLines = ["My name is Alice and I love hiking.", "What do you remember about me?"];

    /// <summary>The keyboard and the screen, or the pipes in their place.</summary>
    public static Terminal Console() => new(System.Console.In, System.Console.Out, System.Console.Error, Echo: System.Console.IsInputRedirected);

    /// <summary>The screen, and a user who says two things.</summary>
    public static Terminal Demo() => Console() with { Input = new StringReader(string.Join('\n', DemoLines)), Echo = true };
}
