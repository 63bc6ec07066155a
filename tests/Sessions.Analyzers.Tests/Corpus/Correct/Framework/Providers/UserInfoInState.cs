using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Providers;

public sealed class UserInfoMemory : AIContextProvider
{
    private readonly ProviderSessionState<UserInfo> _state = new(_ => new UserInfo(), nameof(UserInfoMemory));

    protected override ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        var info = _state.GetOrInitializeState(context.Session);
        return new(new AIContext { Instructions = info.Name is null ? "Ask for the name." : $"The user is {info.Name}." });
    }

    protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        var info = _state.GetOrInitializeState(context.Session);
        info.Name ??= context.RequestMessages.Select(message => message.Text).FirstOrDefault(text => text.StartsWith("I am ", StringComparison.Ordinal))?[5..];
        _state.SaveState(context.Session, info);
        return default;
    }

    public sealed class UserInfo
    {
        public string? Name { get; set; }
    }
}
