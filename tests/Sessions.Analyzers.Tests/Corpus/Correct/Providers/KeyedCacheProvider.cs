using System.Collections.Concurrent;
using Sessions;
using Sessions.Agents;

namespace Providers;

public sealed class ProfileProvider(Func<SessionKey, Task<string>> load) : AIContextProvider
{
    private readonly ConcurrentDictionary<SessionKey, string> _profiles = new();

    public override async ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (turn.Session?.Key is not { } key)
        {
            return;
        }

        if (!_profiles.TryGetValue(key, out var profile))
        {
            profile = await load(key);
            _profiles[key] = profile;
        }

        turn.AddInstructions(profile);
    }
}
