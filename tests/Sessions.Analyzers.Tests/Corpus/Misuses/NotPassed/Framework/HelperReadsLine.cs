using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

AIAgent helper = Model.Connect().AsAIAgent(name: "Helper");
var done = false;
while (!done)
{
    Console.Write("Question: ");
    var text = Console.ReadLine()?.Trim();
    switch (text)
    {
        case null or "":
            done = true;
            break;
        default:
            var messages = new List<ChatMessage> { new(ChatRole.User, text) };
            var response = await helper.RunAsync(messages); // misuse: SESS317
            Console.WriteLine(response);
            break;
    }
}
