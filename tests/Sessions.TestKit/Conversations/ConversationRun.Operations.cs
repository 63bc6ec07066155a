using Sessions.Agents;

namespace Sessions.TestKit;

public sealed partial class ConversationRun
{
    private async Task OperateAsync(ConversationStep step)
    {
        var last = _now.Model.Turns.Count - 1;
        switch (step)
        {
            case Edit edit when last > 0:
                await EditAsync(edit.Turn, 1 + (edit.At % last));
                break;
            case Regenerate again when last > 0:
                await TalkAsync(again.Turn, last - 1, [.. _now.Model.Turns[last].Input], replaces: null, regenerates: true);
                break;
            case Rewind rewind:
                await RewindAsync(rewind.At % (last + 1));
                break;
            case Fork fork:
                await ForkAsync(fork.At % (last + 1), fork.GoesOnWithFork);
                break;
            case Visit visit:
                _now = _branches[visit.Session % _branches.Count];
                break;
            case HandOff:
                await HandOffAsync();
                break;
        }
    }

    private Task EditAsync(PlannedTurn talk, int turn) => TalkAsync(talk, turn - 1, Input(talk, turn - 1), _now.Model.Turns[turn].Number);

    private async Task RewindAsync(int turn)
    {
        await _now.Agent.RewindSessionAsync(_now.Session, _now.Model.Turns[turn].Number);
        _now.Model.Rewind(_now.Seen, turn);
    }

    private async Task ForkAsync(int turn, bool goesOnWithFork)
    {
        var isWhole = turn == _now.Model.Turns.Count - 1 && _now.IsUpToDate;
        var session = await _now.Agent.ForkSessionAsync(_now.Session, isWhole ? null : _now.Model.Turns[turn].Number, $"fork {_branches.Count}");
        var fork = await ConversationBranch.CreateAsync(_now.Talker, session, _now.Model.Fork(turn));
        await CompareAsync(fork, fork.Session, fork.State);
        var origin = _now;
        GoOnWith(fork);
        if (!goesOnWithFork)
        {
            _now = origin;
        }
    }

    private async Task HandOffAsync()
    {
        var former = _now.Agent;
        var stale = await _now.HandOffAsync(_talkers.Single(talker => talker != _now.Talker));
        await RequireRefusalAsync(former, _now.Session);
        if (_store is not null)
        {
            await RequireRefusalAsync(former, stale);
        }
    }

    /// <summary>Without a store, state is not said to be saved.</summary>
    private async Task RequireNowhereToSaveAsync()
    {
        var hasState = _now.State.Count > 0 || _now.Model.State.Count > 0;
        try
        {
            await _now.Agent.SaveSessionAsync(_now.Session);
        }
        catch (InvalidOperationException) when (hasState)
        {
            return;
        }

        Same("state that has nowhere to be saved", false, hasState);
    }

    private static async Task RequireRefusalAsync(AIAgent former, AgentSession session)
    {
        try
        {
            await former.RunAsync("says the former owner", session);
        }
        catch (SessionMismatchException)
        {
            return;
        }

        throw new CheckFailedException("The former owner of a session goes on with it.");
    }
}
