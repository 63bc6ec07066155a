using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>What the caller is told of an answer besides: calls that nothing ran, and what could not be recorded.</summary>
internal static class AnswerIssues
{
    public static void Note(ChatRun run, ChatResponse answer)
    {
        foreach (var call in OpenCalls.NotRun(answer.Messages))
        {
            if (!run.Agent.Pipeline.Declares(call.Name, run.Context.ToolsOrNull))
            {
                run.Agent.Logger.CallNotRun(run.Context.TurnId, run.Agent.Id, call.Name);
                run.Context.Note(new TurnIssue(
                    TurnIssueKind.CallNotRun,
                    $"The model called the tool '{call.Name}' (call '{call.CallId}'), and nothing ran it. Give the agent the tool, or a client that runs it; a tool that the caller is to run is declared with AsDeclarationOnly()."));
            }
        }

        // Without a result in it the answer is the model's only one, and recorded.
        if (run.TurnKey is not null && run.Agent.Pipeline.HidesAnswers && answer.Messages.Any(message => message.Contents.Any(content => content is FunctionResultContent)))
        {
            run.Context.Note(new TurnIssue(
                TurnIssueKind.AnswersNotRecorded,
                "The agent's client invokes functions itself, below the agent, so that the model's answers on the way could not be recorded. If the turn is run again, finished tools do not run again, and the model is asked for all of its answers. To have them recorded too, give an agent of ours the client without function invocation."));
        }
    }
}
