using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Providers;

public sealed class Retrieval(Func<string, CancellationToken, Task<IReadOnlyList<string>>> search) : AIContextProvider
{
    protected override async ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        var question = context.AIContext.Messages?.LastOrDefault()?.Text ?? "";
        var documents = await search(question, cancellationToken);
        return new AIContext { Messages = documents.Select(document => new ChatMessage(ChatRole.User, document)).ToList() };
    }
}
