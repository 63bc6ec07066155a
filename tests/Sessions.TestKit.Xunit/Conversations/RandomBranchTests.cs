namespace Sessions.TestKit;

/// <summary>
/// Turns, edits, rewinds, switches, forks and deletions at random. After each, every read of the session is what a list of turns
/// with parents says, wherever the session is kept.
/// </summary>
/// <param name="stores">Makes the stores.</param>
/// <param name="runs">How many sequences there are at full scale.</param>
public abstract class RandomBranchTests(TestStores stores, int runs) : TestsWithStores(stores)
{
    private const int Steps = 25;

    [Fact]
    public async Task Whatever_is_left_behind_every_read_is_of_the_present_or_of_what_was_asked_for()
    {
        for (var seed = 0; seed < TestScale.Of(runs); seed++)
        {
            var run = new BranchRun(seed, CreateStore());
            try
            {
                await run.RunAsync(Steps);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}:\n{string.Join('\n', run.Done)}\n{exception}");
            }
        }
    }
}
