using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Says what is wrong with what a turn left behind.</summary>
/// <remarks>
/// A session is as it was before the turn, or as it is after it, or holds what is documented of an interrupted turn: the input
/// (<see cref="InterruptedTurns.KeepInput"/>), or the input and a beginning of what the model and the tools said
/// (<see cref="InterruptedTurns.KeepPartial"/>).
/// </remarks>
public sealed class FaultVerdict(FaultScene scene, Exception? thrown, bool abandoned)
{
    private const string Input = "user: second";
    private readonly List<string> _problems = [];

    private InterruptedTurns Mode => scene.Interrupted;

    private string Site => scene.Plan.HitAt ?? "";

    /// <summary>Judges the session object, the session elsewhere, and the parts of the turn.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync()
    {
        var picture = await scene.PictureAsync();
        var elsewhere = await scene.PictureElsewhereAsync();
        Judge(picture, "the object");
        if (picture.ToString() != elsewhere.ToString())
        {
            // A store that fails when it has committed has told a lie; the object finds out in its next turn.
            Require(Site == "store.Commit:after" && thrown is not null, $"the object and the session elsewhere differ:\n   {picture}\n   {elsewhere}");
            Judge(elsewhere, "the session elsewhere");
        }

        Require(scene.Witnessed.Before == scene.Witnessed.After, $"the last provider was called {scene.Witnessed.Before} times before and {scene.Witnessed.After} times after");
        Require(!scene.IsCleanupCancelled, "a provider was told of the failure with a cancelled token");
        JudgeSaved();
        await JudgeNextTurnAsync();
        return _problems;
    }

    private void Judge(SessionPicture picture, string whose)
    {
        var before = scene.Before;
        if (picture.Revision == before.Revision)
        {
            Require(picture.ToString() == before.ToString(), $"{whose} has changed without a revision:\n   {before}\n   {picture}");
            Require(thrown is not null || abandoned, $"{whose} has nothing of a turn that was answered");
            Require(Mode == InterruptedTurns.Discard || !IsLate(), $"{whose} has nothing of an interrupted turn:\n   {picture}");
            return;
        }

        Require(picture.Revision == before.Revision + 1, $"{whose} is at revision {picture.Revision}, and the turn began at {before.Revision}");
        var followed = scene.Followed;
        Require(picture.Turns.Count == followed.Count + 1, $"{whose} has {picture.Turns.Count} turns, and the turn follows {followed.Count}");
        Require(picture.Turns.Take(followed.Count).Select(turn => turn.ToString()).SequenceEqual(followed.Select(turn => turn.ToString())), $"{whose} has other turns than before:\n   {picture}");
        if (picture.Turns.Count > followed.Count)
        {
            JudgeTurn(picture, picture.Turns[^1], whose);
        }
    }

    private void JudgeTurn(SessionPicture picture, TurnPicture turn, string whose)
    {
        var keepsMessages = scene.Before.HistoryOwner != "service" && picture.HistoryOwner != "service" && scene.Saved.Count == 0;
        if (turn.Status == "completed")
        {
            Require(thrown is null || Site is "store.Commit:after", $"{whose} has the whole turn, and its caller was told {thrown?.GetType().Name}");
            Require(!keepsMessages || IsWhole(turn.Messages), $"{whose} has a turn that is not whole: {turn}");
            return;
        }

        Require(Mode != InterruptedTurns.Discard, $"{whose} has a turn that was to be discarded: {turn}");
        Require(thrown is not null || abandoned, $"{whose} has part of a turn that was answered: {turn}");
        var expected = thrown is null or OperationCanceledException ? "interrupted" : "failed";
        Require(turn.Status == expected, $"{whose} has a turn that is {turn.Status}, not {expected}");
        if (keepsMessages)
        {
            JudgePart(turn.Messages, whose);
        }
    }

    private void JudgePart(IReadOnlyList<string> messages, string whose)
    {
        Require(messages.Count > 0 && messages[0] == Input, $"{whose} has lost the input: {string.Join(" | ", messages)}");
        if (Mode == InterruptedTurns.KeepInput)
        {
            Require(messages.Count == 1, $"{whose} has more than the input: {string.Join(" | ", messages)}");
            return;
        }

        Require(IsPart(messages), $"{whose} has what is not part of the turn: {string.Join(" | ", messages)}");
        var results = string.Join(' ', messages.Where(message => message.StartsWith("tool:", StringComparison.Ordinal)));
        Require(scene.Finished.All(id => results.Contains($"#{id}={id} added", StringComparison.Ordinal)), $"{whose} has lost a result of a finished function: {string.Join(" | ", messages)}");
        var said = string.Concat(messages.Where(message => message.StartsWith("assistant: ", StringComparison.Ordinal)).Select(message => WithoutCalls(message["assistant: ".Length..])));
        Require(Squeeze(said).StartsWith(Squeeze(scene.Received), StringComparison.Ordinal), $"{whose} has lost words that the caller has read ('{scene.Received}'): {string.Join(" | ", messages)}");
    }

    private static bool IsWhole(IReadOnlyList<string> messages)
    {
        // A function that threw has an error as its result, and two results may be in one message or in two.
        var text = string.Join(" | ", messages).Replace("Error: Function failed.", "c? added", StringComparison.Ordinal).Replace(" | tool: #c2", " #c2", StringComparison.Ordinal);
        return text.Replace("=c1", "=c?", StringComparison.Ordinal).Replace("=c2", "=c?", StringComparison.Ordinal)
            == $"{Input} | assistant: {FaultScene.Words} add#c1 add#c2 | tool: #c1=c? added #c2=c? added | assistant: {FaultScene.LastWords}";
    }

    private static bool IsPart(IReadOnlyList<string> messages)
    {
        if (messages.Count == 1)
        {
            return true;
        }

        var first = messages[1];
        var results = string.Join(' ', messages.Skip(2).Where(message => message.StartsWith("tool: ", StringComparison.Ordinal)).Select(message => message["tool: ".Length..]));
        var last = messages.Count > 2 && messages[^1].StartsWith("assistant: ", StringComparison.Ordinal) ? messages[^1] : null;
        var hasBothResults = results.Contains("#c1=", StringComparison.Ordinal) && results.Contains("#c2=", StringComparison.Ordinal);
        return $"assistant: {FaultScene.Words} add#c1 add#c2".StartsWith(first.TrimEnd(), StringComparison.Ordinal)
            && (results.Length == 0 || first.Contains("add#c1", StringComparison.Ordinal))
            && (last is null || (hasBothResults && $"assistant: {FaultScene.LastWords}".StartsWith(last.TrimEnd(), StringComparison.Ordinal)));
    }

    private static string WithoutCalls(string text) => text.Replace("add#c1", "", StringComparison.Ordinal).Replace("add#c2", "", StringComparison.Ordinal);

    private static string Squeeze(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    // From the first call of the model on, an interrupted turn has something to keep, and a store that works to keep it in.
    private bool IsLate() => Site.StartsWith("model", StringComparison.Ordinal) || Site.StartsWith("tool", StringComparison.Ordinal) || Site.StartsWith("pipeline", StringComparison.Ordinal);

    private void JudgeSaved()
    {
        foreach (var turn in scene.Saved.Skip(1))
        {
            Require(IsWhole(turn) || (Mode != InterruptedTurns.Discard && IsPart(turn)), $"the provider has saved what is no turn: {string.Join(" | ", turn)}");
        }
    }

    private async Task JudgeNextTurnAsync()
    {
        try
        {
            if (thrown is not null && scene.Options.TurnKey is not null)
            {
                var again = await scene.Agent.RunAsync("second", scene.Session, scene.Options);
                Require(again.Text.EndsWith(FaultScene.LastWords, StringComparison.Ordinal), $"the turn run again has the answer '{again.Text}'");
            }

            await scene.Agent.RunAsync("third", scene.Session);
        }
        catch (Exception exception)
        {
            _problems.Add($"the next turn fails: {exception.GetType().Name}: {exception.Message}");
            return;
        }

        _problems.AddRange(scene.Requests.Problems);
        var picture = await scene.PictureAsync();
        var elsewhere = await scene.PictureElsewhereAsync();
        Require(picture.ToString() == elsewhere.ToString(), $"after the next turn the object and the session elsewhere differ:\n   {picture}\n   {elsewhere}");
        var asked = scene.Requests.Last.Texts;
        Require(asked[^1] == "user: third", $"the next turn asked '{asked[^1]}'");
    }

    private void Require(bool condition, string problem)
    {
        if (!condition)
        {
            _problems.Add(problem);
        }
    }
}
