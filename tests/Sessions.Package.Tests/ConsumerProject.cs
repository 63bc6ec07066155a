namespace Sessions.Package.Tests;

/// <summary>A project of a user's, in a folder of its own.</summary>
public sealed class ConsumerProject(string folder)
{
    public string PathOf(string file) => Path.Combine(folder, file);

    public async Task<string> ReadAsync(string file) => (await File.ReadAllTextAsync(PathOf(file))).ReplaceLineEndings("\n");

    public Task WriteAsync(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        return File.WriteAllTextAsync(PathOf(file), text);
    }

    /// <summary>Edits a file as a developer does; that there is nothing to replace is an error.</summary>
    public async Task ReplaceAsync(string file, string old, string @new)
    {
        var text = await ReadAsync(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        await WriteAsync(file, text.Replace(old, @new, StringComparison.Ordinal));
    }

    internal Task<CommandLine.Result> DotnetAsync(params string[] arguments) => CommandLine.RunAsync(folder, "dotnet", arguments);

    internal Task<CommandLine.Result> BuildAsync(params string[] arguments) => DotnetAsync(["build", .. arguments]);

    /// <summary>Applies the fixes of one rule to the whole project, or to a solution, in the way the guides say.</summary>
    internal async Task FixAsync(string diagnostic, string severity, string? solution = null) =>
        (await DotnetAsync(["format", "analyzers", .. solution is null ? [] : new[] { solution }, "--no-restore", "--diagnostics", diagnostic, "--severity", severity])).OrThrow();

    /// <summary>Runs a program that was built into a folder of the project, on the runtime that there is.</summary>
    internal async Task<string> RunAsync(string program, params string[] arguments) =>
        (await (program.EndsWith(".dll", StringComparison.Ordinal)
            ? DotnetAsync(["--roll-forward", "Major", program, .. arguments])
            : CommandLine.RunAsync(folder, PathOf(program), arguments))).OrThrow().ReplaceLineEndings("\n");
}
