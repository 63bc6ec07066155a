namespace Sessions.Package.Tests;

/// <summary>A solution is shipped as a whole or not at all, and projects without the package are passed over.</summary>
public sealed class SolutionShippingTests(PackedPackages packages)
{
    private const string ProgramLock = "App/sessions.lock.json";
    private const string LibraryLock = "Travel/sessions.lock.json";

    private readonly ConsumerProject _projects = packages.Copy("Layered");

    public static TheoryData<string> Formats { get; } = new(TestScale.Sample(["slnx", "sln"]));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task All_projects_are_marked_or_none(string format)
    {
        var solution = await CreateSolutionAsync(format);
        string[] ship = ["App", "-t:ShipSessionState", $"-p:ShipSolution={solution}"];

        await _projects.ReplaceAsync(LibraryLock, "\"Goal\"", "\"Aim\"");
        await AssertNothingMarkedAsync("error SESS402: Draft version 1 of state 'Trip'", ship);
        await _projects.ReplaceAsync(LibraryLock, "\"Aim\"", "\"Goal\"");

        await _projects.WriteAsync("Plain/Broken.cs", "class Broken : Missing;");
        await AssertNothingMarkedAsync("error CS0246", ship);
        File.Delete(_projects.PathOf("Plain/Broken.cs"));

        (await _projects.BuildAsync(ship)).OrThrow();
        Assert.Contains("\"status\": \"shipped\"", await _projects.ReadAsync(ProgramLock), StringComparison.Ordinal);
        Assert.Contains("\"status\": \"shipped\"", await _projects.ReadAsync(LibraryLock), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_target_on_a_solution_marks_nothing_and_says_what_does()
    {
        var solution = await CreateSolutionAsync("slnx");
        (await _projects.BuildAsync(solution)).OrThrow();
        await AssertNothingMarkedAsync("A solution is shipped by one of its projects: dotnet build", solution, "-t:ShipSessionState");
    }

    [Fact]
    public Task A_solution_that_is_not_there_is_said() => AssertNothingMarkedAsync("There is no solution", "App", "-t:ShipSessionState", "-p:ShipSolution=Nowhere.sln");

    private async Task<string> CreateSolutionAsync(string format)
    {
        Directory.CreateDirectory(_projects.PathOf("Plain"));
        await _projects.WriteAsync("Plain/Plain.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        (await _projects.DotnetAsync("new", "sln", "--name", "Shop", "--format", format)).OrThrow();
        (await _projects.DotnetAsync("sln", $"Shop.{format}", "add", "App", "Plain", "Travel")).OrThrow();
        return $"Shop.{format}";
    }

    private async Task AssertNothingMarkedAsync(string reason, params string[] arguments)
    {
        var refused = await _projects.BuildAsync(arguments);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(reason, refused.Output, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"draft\"", await _projects.ReadAsync(ProgramLock), StringComparison.Ordinal);
        Assert.Contains("\"status\": \"draft\"", await _projects.ReadAsync(LibraryLock), StringComparison.Ordinal);
    }
}
