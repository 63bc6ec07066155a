using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns.Keyed;

/// <summary>What was recorded of calls is found once, and by the call that it is of before an equal one.</summary>
public class RecordedCallsTests
{
    private readonly RecordedCalls<string> _calls = new();

    [Fact]
    public void An_equal_call_takes_what_no_very_call_takes()
    {
        _calls.Add(Call("a"), "of a");
        _calls.Add(Call("b"), "of b");
        FunctionCallContent[] answer = [Call("c"), Call("a")];

        Assert.Equal(["of a", "of b"], _calls.Pair(answer));

        Assert.True(_calls.TryTake(answer[0], out var ofFirst));
        Assert.True(_calls.TryTake(answer[1], out var ofSecond));
        Assert.Equal(["of b", "of a"], [ofFirst, ofSecond]);
        Assert.False(_calls.TryTake(answer[1], out _));
    }

    [Fact]
    public void What_the_calls_of_an_answer_did_not_take_is_there_for_the_next()
    {
        _calls.Add(Call("a"), "of a");
        FunctionCallContent[] unmade = [Call("a")];
        FunctionCallContent[] made = [Call("b")];

        Assert.Equal(["of a"], _calls.Pair(unmade));
        Assert.Equal(["of a"], _calls.Pair(made));

        Assert.False(_calls.TryTake(unmade[0], out _));
        Assert.True(_calls.TryTake(made[0], out _));
    }

    private static FunctionCallContent Call(string id) => new(id, "act", new Dictionary<string, object?>(StringComparer.Ordinal) { ["by"] = 1 });
}
