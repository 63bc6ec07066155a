using Company.Models;
using Sessions.Agents;

namespace Planning;

public sealed class TripService
{
    private readonly ChatClientAgent _planner;
    private readonly ChatClientAgent _booker;
    private AgentSession? _session;

    public TripService()
    {
        var client = Model.Connect();
        _planner = new ChatClientAgent(client, "Plan trips.", "planner");
        _booker = new ChatClientAgent(client, "Book trips.", "booker");
    }

    public async Task<string> PlanAsync(string wish)
    {
        _session ??= await _planner.CreateSessionAsync();
        return (await _planner.RunAsync(wish, _session)).Text;
    }

    public async Task<string> BookAsync(string trip)
    {
        if (_session is null)
        {
            return "Plan first.";
        }

        return (await _booker.RunAsync(trip, _session)).Text; // misuse: SESS301
    }
}
