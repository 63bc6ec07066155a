using Company.Models;
using Sessions.Agents;

namespace Experts;

public sealed class Panel
{
    private readonly AIAgent _lawyer = Model.Connect().AsAIAgent(name: "Lawyer");
    private readonly AIAgent _doctor = Model.Connect().AsAIAgent(name: "Doctor");
    private readonly Dictionary<string, AgentSession> _sessions = [];

    public async Task<string> AskLawyerAsync(string caseId, string question)
    {
        if (!_sessions.TryGetValue(caseId, out var session))
        {
            session = await _lawyer.CreateSessionAsync(caseId);
            _sessions[caseId] = session;
        }

        return (await _lawyer.RunAsync(question, session)).Text;
    }

    public async Task<string> AskDoctorAsync(string caseId, string question)
    {
        var session = _sessions[caseId];
        return (await _doctor.RunAsync(question, session)).Text; // misuse: SESS301
    }
}
