using Microsoft.Extensions.AI;

namespace QuickStart.Models;

/// <summary>The tools that the offline stand-in calls for what the user said.</summary>
internal static class OfflineCalls
{
    /// <summary>The calls for a message of the user, of those tools that the stand-in is given.</summary>
    public static IReadOnlyList<FunctionCallContent> For(ChatMessage? last, IList<AITool>? tools)
    {
        // After the result of a tool it is time for words.
        if (last is null || last.Role != ChatRole.User)
        {
            return [];
        }

        var calls = SaidAboutUser.Interests(last.Text).Select(interest => Call(nameof(TravelTools.RememberInterest), "interest", interest));
        if (SaidAboutUser.Name(last.Text) is { } name)
        {
            calls = calls.Prepend(Call(nameof(TravelTools.RememberName), "name", name));
        }

        return [.. calls.Where(call => tools?.Any(tool => tool.Name == call.Name) is true)];
    }

    private static FunctionCallContent Call(string tool, string parameter, string value) =>
        new(Guid.NewGuid().ToString("N"), tool, new Dictionary<string, object?> { [parameter] = value });
}
