using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Testing;

/// <summary>What history providers promise: order, isolation, every content, copies.</summary>
internal static class HistoryCases
{
    public static readonly HistoryCase[] All =
    [
        new("History: a session without turns has none", EmptyAsync),
        new("History: messages come back in the order in which they were said", OrderAsync),
        new("History: no clock decides the order", ClockAsync),
        new("History: every kind of content comes back", ContentsAsync),
        new("History: odd and long texts come back", TextsAsync),
        new("History: sessions of one id in two tenants do not meet", TenantsAsync),
        new("History: ids that look alike do not meet", IdsAsync),
        new("History: a turn that failed leaves nothing", FailedAsync),
        new("History: it does not change with the messages that were saved", InputCopiesAsync),
        new("History: a list that was loaded does not grow with later turns", LoadedListAsync),
        new("History: turns of many sessions at once keep apart", ConcurrentAsync),
        new("History: a turn that is cancelled is saved whole or not at all", CancelledAsync),
        new("History: a save that is tried again is there once", SavedTwiceAsync, HistoryProviderPromises.SavesTurnOnce),
        new("History: an attempt that was not committed is replaced by the next", AttemptAsync, HistoryProviderPromises.ReplacesAttempts),
        new("History: of two processes that follow the same history one is refused", ConflictAsync, HistoryProviderPromises.RefusesConflicts),
    ];

    private static readonly SessionKey S = new("s");

    private static Task EmptyAsync(HistoryScene scene) => scene.CheckAsync(S, [], "that has had no turn");

    private static async Task OrderAsync(HistoryScene scene)
    {
        var expected = new List<string>();
        for (var turn = 1; turn <= 25; turn++)
        {
            string[] inputs = [$"{turn}.1", $"{turn}.2"];
            string[] outputs = [$"{turn}.3", $"{turn}.4", $"{turn}.5"];
            await scene.RunAsync(S, [.. inputs.Select(text => new ChatMessage(ChatRole.User, text))], [.. outputs.Select(text => new ChatMessage(ChatRole.Assistant, text))]);
            expected.AddRange(scene.Kept(inputs, outputs));
            if (turn is 1 or 10 or 25)
            {
                await scene.CheckAsync(S, expected, $"after {turn} turns");
            }
        }
    }

    private static async Task ClockAsync(HistoryScene scene)
    {
        var time = StoreData.Time;
        for (var turn = 1; turn <= 5; turn++)
        {
            await scene.RunAsync(S, [new ChatMessage(ChatRole.User, $"{turn}") { CreatedAt = time.AddDays(-turn) }], [new ChatMessage(ChatRole.Assistant, $"{turn}!") { CreatedAt = time.AddDays(-turn).AddHours(-1) }]);
        }

        await scene.CheckAsync(S, Enumerable.Range(1, 5).SelectMany(turn => scene.Kept([$"{turn}"], [$"{turn}!"])), "whose messages have times that run backward");
    }

    private static async Task ContentsAsync(HistoryScene scene)
    {
        foreach (var (content, role) in Contents())
        {
            var key = new SessionKey(content.GetType().Name + role);
            ChatMessage input = new(ChatRole.User, [new TextContent("look"), role == ChatRole.User ? content : new TextContent("")]) { AuthorName = "é", MessageId = "m-1", CreatedAt = StoreData.Time };
            ChatMessage output = new(role == ChatRole.User ? ChatRole.Assistant : role, [role == ChatRole.User ? new TextContent("seen") : content]) { AdditionalProperties = new() { ["note"] = "ü" } };
            var expected = scene.Kept([input], [output]).Select(HistoryScene.ToJson).ToList();
            await scene.RunAsync(key, [input], [output]);
            Check.Sequence(expected, (await scene.LoadAsync(key)).Select(HistoryScene.ToJson), $"the history with a {content.GetType().Name}");
        }
    }

    private static async Task TextsAsync(HistoryScene scene)
    {
        string[] texts = ["é 漢 😀 ' \" \\ ; -- %_", "  leading, trailing and \r\n\t between  ", "", new string('x', 1_000_000), string.Concat(Enumerable.Repeat("漢😀", 50_000)), "{\"$type\":\"text\"}", "null"];
        await scene.RunAsync(S, [.. texts.Select(text => new ChatMessage(ChatRole.User, text))], [.. texts.Select(text => new ChatMessage(ChatRole.Assistant, text))]);
        await scene.CheckAsync(S, scene.Kept(texts, texts), "with odd and long texts");
    }

    private static async Task TenantsAsync(HistoryScene scene)
    {
        string[] tenants = ["", "one", "two", "One", "one ", "'", "%", "one/s"];
        if (!scene.Provider.SeparatesTenants)
        {
            await Check.ThrowsAsync<InvalidOperationException>(() => scene.RunAsync(new SessionKey("one", "s"), "hi", "hello"), "a turn of a tenant, of a provider that does not separate tenants");
            return;
        }

        foreach (var tenant in tenants)
        {
            await scene.RunAsync(new SessionKey(tenant, "s"), $"to '{tenant}'", $"from '{tenant}'");
        }

        foreach (var tenant in tenants)
        {
            await scene.CheckAsync(new SessionKey(tenant, "s"), scene.Kept([$"to '{tenant}'"], [$"from '{tenant}'"]), "beside sessions of that id in other tenants");
        }

        await scene.CheckAsync(new SessionKey("one/s"), [], "whose id is a tenant and an id of others");
    }

    private static async Task IdsAsync(HistoryScene scene)
    {
        foreach (var id in StoreData.OddIds)
        {
            await scene.RunAsync(new SessionKey(id), $"to '{id}'", $"from '{id}'");
        }

        foreach (var id in StoreData.OddIds)
        {
            await scene.CheckAsync(new SessionKey(id), scene.Kept([$"to '{id}'"], [$"from '{id}'"]), "beside sessions of similar ids");
        }
    }

    private static async Task FailedAsync(HistoryScene scene)
    {
        await scene.RunAsync(S, "1", "1!");
        var session = await scene.OpenAsync(S);
        var turn = scene.NewTurn(session, [new ChatMessage(ChatRole.User, "2")]);
        using (session.BeginTurn(turn))
        {
            await scene.Provider.InvokingAsync(turn, scene.Token);
            turn.Fail(new InvalidOperationException("The model is not there."));
            await scene.Provider.InvokedAsync(turn, scene.Token);
        }

        await scene.CheckAsync(S, scene.Kept(["1"], ["1!"]), "after a turn that failed");
    }

    private static async Task InputCopiesAsync(HistoryScene scene)
    {
        var (input, output) = (new ChatMessage(ChatRole.User, "1"), new ChatMessage(ChatRole.Assistant, "1!"));
        await scene.RunAsync(S, [input], [output]);
        foreach (var message in new[] { input, output })
        {
            ((TextContent)message.Contents[0]).Text = "changed";
            message.Contents.Add(new TextContent("added"));
        }

        await scene.CheckAsync(S, scene.Kept(["1"], ["1!"]), "after the messages that were saved have changed");
    }

    // The messages in it may be the provider's own: a turn reads them, and never changes them.
    private static async Task LoadedListAsync(HistoryScene scene)
    {
        await scene.RunAsync(S, "1", "1!");
        var before = await scene.LoadAsync(S);
        var count = before.Count;
        await scene.RunAsync(S, "2", "2!");
        Check.Equal(count, before.Count, "a history that was loaded, after a later turn: how many messages it has");
        await scene.CheckAsync(S, scene.Kept(["1"], ["1!"]).Concat(scene.Kept(["2"], ["2!"])), "after a history was loaded");
    }

    private static async Task ConcurrentAsync(HistoryScene scene)
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(async () =>
        {
            for (var turn = 1; turn <= 5; turn++)
            {
                await scene.RunAsync(new SessionKey($"s{number}"), $"{number}:{turn}", $"{number}:{turn}!");
            }
        })));
        for (var number = 0; number < 10; number++)
        {
            await scene.CheckAsync(new SessionKey($"s{number}"), Enumerable.Range(1, 5).SelectMany(turn => scene.Kept([$"{number}:{turn}"], [$"{number}:{turn}!"])), "that ran beside nine others");
        }
    }

    private static async Task CancelledAsync(HistoryScene scene)
    {
        await scene.RunAsync(S, "1", "1!");
        var session = await scene.OpenAsync(S);
        var turn = scene.NewTurn(session, [new ChatMessage(ChatRole.User, "2")]);
        var isSaved = true;
        using (var scope = session.BeginTurn(turn))
        {
            await scene.Provider.InvokingAsync(turn, scene.Token);
            turn.Complete(HistoryScene.Answer([new ChatMessage(ChatRole.Assistant, "2!")]));
            try
            {
                await scene.Provider.InvokedAsync(turn, new CancellationToken(canceled: true));
                await scope.CommitAsync(scene.Token);
            }
            catch (OperationCanceledException)
            {
                isSaved = false;
            }
        }

        var first = scene.Kept(["1"], ["1!"]);
        await scene.CheckAsync(S, isSaved ? first.Concat(scene.Kept(["2"], ["2!"])) : first, isSaved ? "after a save that did not heed its token" : "after a save that was cancelled");
    }

    private static async Task SavedTwiceAsync(HistoryScene scene)
    {
        await scene.RunAsync(S, "1", "1!");
        var session = await scene.OpenAsync(S);
        var turn = scene.NewTurn(session, [new ChatMessage(ChatRole.User, "2")]);
        using (var scope = session.BeginTurn(turn))
        {
            await scene.Provider.InvokingAsync(turn, scene.Token);
            turn.Complete(HistoryScene.Answer([new ChatMessage(ChatRole.Assistant, "2!")]));
            await scene.Provider.InvokedAsync(turn, scene.Token);
            await scene.Provider.InvokedAsync(turn, scene.Token);
            await scope.CommitAsync(scene.Token);
        }

        await scene.RunAsync(S, "3", "3!");
        await scene.CheckAsync(S, new[] { "1", "2", "3" }.SelectMany(text => scene.Kept([text], [$"{text}!"])), "of which a turn was saved twice");
    }

    private static async Task AttemptAsync(HistoryScene scene)
    {
        await scene.RunAsync(S, "1", "1!");
        var options = new AgentRunOptions { TurnKey = "k" };
        var session = await scene.OpenAsync(S);
        var turn = scene.NewTurn(session, [new ChatMessage(ChatRole.User, "2")], options);
        using (session.BeginTurn(turn))
        {
            await scene.Provider.InvokingAsync(turn, scene.Token);
            turn.Complete(HistoryScene.Answer([new ChatMessage(ChatRole.Assistant, "lost")]));
            await scene.Provider.InvokedAsync(turn, scene.Token);
        }

        var attempt = await scene.LoadAsync(S, options);
        Check.Sequence(scene.Kept(["1"], ["1!"]), attempt.Select(message => message.Text), "the history of the next attempt of a turn that was saved and not committed");
        await scene.RunAsync(S, [new ChatMessage(ChatRole.User, "2")], [new ChatMessage(ChatRole.Assistant, "2!")], options);
        await scene.CheckAsync(S, scene.Kept(["1"], ["1!"]).Concat(scene.Kept(["2"], ["2!"])), "after the next attempt of a turn that was saved and not committed");
    }

    private static async Task ConflictAsync(HistoryScene scene)
    {
        await scene.RunAsync(S, "1", "1!");
        var late = scene.NewTurn(await scene.OpenAsync(S), [new ChatMessage(ChatRole.User, "late")]);
        await scene.Provider.InvokingAsync(late, scene.Token);
        await scene.RunAsync(S, "2", "2!");
        late.Complete(HistoryScene.Answer([new ChatMessage(ChatRole.Assistant, "late!")]));
        await Check.ThrowsAsync<SessionConflictException>(async () => await scene.Provider.InvokedAsync(late, scene.Token), "the save of a turn that does not know of the last one");
        await scene.CheckAsync(S, scene.Kept(["1"], ["1!"]).Concat(scene.Kept(["2"], ["2!"])), "after a save that was refused");
    }

    private static IEnumerable<(AIContent Content, ChatRole Role)> Contents()
    {
        yield return (new TextContent("text") { AdditionalProperties = new() { ["a"] = "b" } }, ChatRole.User);
        yield return (new DataContent(new byte[] { 1, 2, 255 }, "image/png") { Name = "picture" }, ChatRole.User);
        yield return (new UriContent("https://example.com/a.png", "image/png"), ChatRole.User);
        yield return (new HostedFileContent("file-1"), ChatRole.User);
        yield return (new TextReasoningContent("thought") { ProtectedData = "secret" }, ChatRole.Assistant);
        yield return (new FunctionCallContent("call-1", "weather", new Dictionary<string, object?>(StringComparer.Ordinal) { ["city"] = "Rome", ["days"] = 3, ["exact"] = true, ["none"] = null }), ChatRole.Assistant);
        yield return (new FunctionResultContent("call-1", "sunny"), ChatRole.Tool);
        yield return (new ErrorContent("refused") { ErrorCode = "7" }, ChatRole.Assistant);
        yield return (new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 4 }), ChatRole.Assistant);
        yield return (new TextContent("cited") { Annotations = [new CitationAnnotation { Title = "source", Url = new Uri("https://example.com/source") }] }, ChatRole.Assistant);
    }
}
