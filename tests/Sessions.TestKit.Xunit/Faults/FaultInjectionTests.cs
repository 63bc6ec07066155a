using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Whatever goes wrong at whatever await of a turn, the session is before the turn, or after it, or has a documented part of it.</summary>
/// <remarks>A case is an await site, a failure or a cancellation there, a run or a stream, and what interrupted turns leave.</remarks>
public abstract class FaultInjectionTests(TestStores stores) : TestsWithStores(stores)
{
    private static readonly InterruptedTurns[] Modes = [InterruptedTurns.Discard, InterruptedTurns.KeepInput, InterruptedTurns.KeepPartial];

    public static TheoryData<bool, InterruptedTurns> Turns { get; } = new(from streamed in new[] { false, true } from mode in Modes select (streamed, mode));

    /// <summary>The turns that the store is tested with.</summary>
    protected virtual IReadOnlyList<SceneKind> Kinds { get; } = Enum.GetValues<SceneKind>();

    /// <summary>How many cases there are at least.</summary>
    protected virtual int LeastCases => 500;

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task A_failure_anywhere_leaves_the_session_before_or_after_the_turn_or_with_the_part_to_keep(bool streamed, InterruptedTurns mode) =>
        await InjectAsync(streamed, mode, FaultKind.Fail);

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task A_cancellation_anywhere_leaves_the_session_before_or_after_the_turn_or_with_the_part_to_keep(bool streamed, InterruptedTurns mode) =>
        await InjectAsync(streamed, mode, FaultKind.Cancel);

    [Theory]
    [InlineData(InterruptedTurns.Discard)]
    [InlineData(InterruptedTurns.KeepInput)]
    [InlineData(InterruptedTurns.KeepPartial)]
    public async Task A_stream_that_is_left_at_any_update_leaves_what_a_turn_is_to_leave(InterruptedTurns mode)
    {
        var problems = new List<string>();
        foreach (var kind in Kinds)
        {
            var isAnswered = false;
            for (var updates = 1; !isAnswered; updates++)
            {
                var scene = await CreateSceneAsync(kind, mode, FaultPlan.CountOnly());
                Assert.Null(await scene.RunAsync(streamed: true, updates));
                isAnswered = scene.IsAnswered;
                Report(problems, $"{kind}, left after {updates} updates", await new FaultVerdict(scene, thrown: null, abandoned: !isAnswered).JudgeAsync());
            }
        }

        Fail(problems);
    }

    [Fact]
    public async Task There_are_as_many_cases_as_there_have_to_be()
    {
        var cases = 0;
        foreach (var kind in Kinds)
        {
            foreach (var streamed in new[] { false, true })
            {
                cases += (await CountSitesAsync(kind, streamed, InterruptedTurns.Discard)).Count * Modes.Length * 2;
            }
        }

        Assert.True(cases >= LeastCases, $"There are {cases} cases.");
    }

    private static void Report(List<string> problems, string what, IReadOnlyList<string> found)
    {
        if (found.Count > 0)
        {
            problems.Add($"{what}:\n  {string.Join("\n  ", found)}");
        }
    }

    private static void Fail(List<string> problems) =>
        Assert.True(problems.Count == 0, $"{problems.Count} cases went wrong.\n{string.Join("\n", problems.Take(4))}");

    private async Task InjectAsync(bool streamed, InterruptedTurns mode, FaultKind fault)
    {
        var problems = new List<string>();
        foreach (var kind in Kinds)
        {
            var sites = await CountSitesAsync(kind, streamed, mode);
            for (var at = 0; at < sites.Count; at++)
            {
                // At full scale with and without a suspension at each site; otherwise with and without in turns.
                foreach (var yields in TestScale.Of(10) > 1 ? new[] { false, true } : [at % 2 == 1])
                {
                    var plan = new FaultPlan(fault, at, yields);
                    var scene = await CreateSceneAsync(kind, mode, plan);
                    var thrown = await scene.RunAsync(streamed);
                    Assert.Equal(sites[at], plan.HitAt);
                    var found = await new FaultVerdict(scene, thrown, abandoned: false).JudgeAsync();
                    Report(problems, $"{kind}: {fault} at {plan.HitAt}{(yields ? ", after a suspension" : "")}; thrown: {thrown?.GetType().Name ?? "nothing"}", found);
                }
            }
        }

        Fail(problems);
    }

    private async Task<IReadOnlyList<string>> CountSitesAsync(SceneKind kind, bool streamed, InterruptedTurns mode)
    {
        var scene = await CreateSceneAsync(kind, mode, FaultPlan.CountOnly());
        Assert.Null(await scene.RunAsync(streamed));
        Assert.Equal(FaultScene.Words + FaultScene.LastWords, scene.Received);
        Assert.Equal(["c1", "c2"], scene.Finished);
        Assert.Empty(await new FaultVerdict(scene, thrown: null, abandoned: false).JudgeAsync());
        return [.. scene.Plan.Sites];
    }

    private async Task<FaultScene> CreateSceneAsync(SceneKind kind, InterruptedTurns mode, FaultPlan plan)
    {
        var scene = new FaultScene(kind, mode, plan, CreateStore());
        await scene.PrepareAsync();
        return scene;
    }
}
