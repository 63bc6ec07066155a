using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Where pairing reads, and what of the messages before matters there.</summary>
/// <param name="continues">Whether the service has a history before all this.</param>
internal sealed class PairingCursor(bool continues)
{
    /// <summary>The service's last answer, which stands before all that is here.</summary>
    public const int ServicesAnswer = -1;

    private const int Nobody = -2;

    /// <summary>The role of the message that is read.</summary>
    public ChatRole Role { get; private set; }

    /// <summary>Which of the history's turns is read. What follows is all of it an answer to the last one.</summary>
    public int Turn { get; private set; }

    /// <summary>Whether the message that is read carries anything to the model.</summary>
    public bool SaysSomething { get; private set; }

    /// <summary>The message whose results may stand here: the last assistant message, if only tool messages came after it.</summary>
    public int Asking { get; private set; }

    /// <summary>The last assistant message of the history that called nothing: with it, the model went on.</summary>
    public int LastAnswer { get; private set; } = -1;

    /// <summary>Goes to the beginning of the history, or of what follows it.</summary>
    public void Begin() => Asking = continues ? ServicesAnswer : Nobody;

    public void Enter(ChatMessage message, int index, bool isHistory)
    {
        Turn += isHistory && message.Role == ChatRole.User && Role != ChatRole.User ? 1 : 0;
        Role = message.Role;
        SaysSomething = !message.Contents.All(ContentKinds.SaysNothing);
        Asking = Role == ChatRole.Assistant ? index
            : Role == ChatRole.Tool ? Asking
            : Nobody;
    }

    public void Leave(ChatMessage message, int index, bool isHistory)
    {
        if (isHistory && Role == ChatRole.Assistant && SaysSomething && !message.Contents.Any(content => content is not null && ContentKinds.Of(content).AsksCaller))
        {
            LastAnswer = index;
        }
    }
}
