using QuickStart;

namespace Sessions.QuickStart.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_arguments_the_defaults_hold() =>
        Assert.Equal(new CommandLine { Session = "quickstart", Database = "quickstart.db" }, CommandLine.Parse([]));

    [Fact]
    public void Every_option_is_read() => Assert.Equal(
        new CommandLine { Demo = true, Session = "one two", Database = "a;b.db", ShowHelp = true },
        CommandLine.Parse(["--session", "one two", "--demo", "--database", "a;b.db", "--help"]));

    [Theory]
    [InlineData("'--sesion' is not an option. See --help", "--sesion")]
    [InlineData("'name' is not an option. See --help", "name")]
    [InlineData("--session needs a name after it.", "--session")]
    [InlineData("--session needs a name after it.", "--session", " ")]
    [InlineData("--session needs a name after it.", "--session", "--demo")]
    [InlineData("--database needs a path after it.", "--demo", "--database")]
    [InlineData("--database needs a file", "--database", ":memory:")]
    [InlineData("--session cannot take this name. The id has the control character U+0009 at position 1", "--session", "a\tb")]
    public void What_is_wrong_is_named(string message, params string[] arguments)
    {
        var error = Assert.Throws<UsageException>(() => CommandLine.Parse(arguments));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error.Message, StringComparison.Ordinal);
    }
}
