using App;
using Consumer;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Travel;

using IChatClient client = new EchoChatClient();
var session = await client.AsAIAgent(name: "guide").CreateSessionAsync();
session.SetTrip(new Trip { Goal = "Rome" });
session.SetMood(new Mood { Now = "merry" });
Console.WriteLine($"{session.GetTrip()} {session.GetMood()}");
