using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>
/// Whatever has no JSON form, wherever it stands: the caller gets the answer, and the session goes on, can be saved, and is read again.
/// </summary>
public abstract class UnwritableTests(TestStores stores) : TestsWithStores(stores)
{
    private const string Answer = "PAID ANSWER";

    /// <summary>Every kind of value, as every kind of interrupted turn leaves it.</summary>
    public static TheoryData<string, InterruptedTurns> KindsAndModes
    {
        get
        {
            var data = new TheoryData<string, InterruptedTurns>();
            foreach (var kind in Unwritable.Values.Keys)
            {
                foreach (var mode in Enum.GetValues<InterruptedTurns>())
                {
                    data.Add(kind, mode);
                }
            }

            return data;
        }
    }

    private static IReadOnlyDictionary<string, Func<object, ChatResponse>> Said { get; } = new Dictionary<string, Func<object, ChatResponse>>(StringComparer.Ordinal)
    {
        ["content"] = value => Response(new ChatMessage(ChatRole.Assistant, [new TextContent(Answer), Unwritable.Content(value)])),
        ["properties of a content"] = value => Response(new ChatMessage(ChatRole.Assistant, [new TextContent(Answer) { AdditionalProperties = new() { ["bad"] = value, ["good"] = "kept" } }])),
        ["properties of a message"] = value => Response(new ChatMessage(ChatRole.Assistant, Answer) { AdditionalProperties = new() { ["bad"] = value, ["good"] = "kept" } }),
        ["properties of the response"] = value =>
        {
            var response = Response(new ChatMessage(ChatRole.Assistant, Answer));
            response.AdditionalProperties = new() { ["bad"] = value, ["good"] = "kept" };
            return response;
        },
        ["result of a tool"] = value => Response(
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "tool")]), new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", value)]), new ChatMessage(ChatRole.Assistant, Answer)),
        ["argument of a tool"] = value => Response(
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c", "tool", new Dictionary<string, object?> { ["bad"] = value, ["good"] = "kept" })]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", "done")]),
            new ChatMessage(ChatRole.Assistant, Answer)),
        ["argument of a call to approve"] = value => Response(
            new ChatMessage(ChatRole.Assistant, [new TextContent(Answer), new ToolApprovalRequestContent("r", new FunctionCallContent("c", "tool", new Dictionary<string, object?> { ["bad"] = value }))])),
    };

    /// <summary>What the model or a tool says is left out where it has to be, and the issue says so.</summary>
    [Theory]
    [MemberData(nameof(KindsAndModes))]
    public async Task What_is_said_is_left_out_and_the_rest_is_kept(string kind, InterruptedTurns mode)
    {
        var store = CreateStore();
        foreach (var (place, respond) in Said)
        {
            foreach (var (streamed, key) in new[] { (false, null), (true, null), (false, "key"), (true, "key") })
            {
                var value = Unwritable.Values[kind]();
                var scene = new Scene(store, mode, () => respond(value));
                var session = await scene.Agent.GetSessionAsync(scene.Id);

                var response = await scene.Agent.RunAsync(streamed, "go", session, new AgentRunOptions { TurnKey = key });

                Assert.Equal(Answer, response.Text);
                // A stream has no properties of messages.
                Assert.True(place == "properties of the response" || (streamed && place == "properties of a message") || response.Issues.Any(issue => issue.Kind == TurnIssueKind.NotKept), $"{kind}, {place}");
                Assert.Contains(await scene.Agent.ReadMessagesAsync(session).ToListAsync(), message => message.Text == Answer);
                var kept = await scene.GoesOnAsync(session);
                var isGoodKept = place switch
                {
                    "properties of a content" or "argument of a tool" => true,
                    "properties of a message" => !streamed || key is not null,
                    "properties of the response" => key is not null,
                    _ => false,
                };
                Assert.True(kept.Contains("\"good\":\"kept\"", StringComparison.Ordinal) == isGoodKept, kept);
                if (key is not null)
                {
                    Assert.Equal(Answer, (await scene.Agent.RunAsync("go", session, new AgentRunOptions { TurnKey = key })).Text);
                }
            }
        }
    }

    /// <summary>State that a turn sets is named, and the answer is in the exception.</summary>
    [Theory]
    [MemberData(nameof(KindsAndModes))]
    public async Task State_is_named_by_key_and_member(string kind, InterruptedTurns mode)
    {
        var store = CreateStore();
        foreach (var streamed in new[] { false, true })
        {
            AgentSession? session = null;
            var value = Unwritable.Values[kind]();
            var scene = new Scene(store, mode, () =>
            {
                session!.State.Set(new Score { Last = value });
                return Response(new ChatMessage(ChatRole.Assistant, Answer));
            });
            session = await scene.Agent.GetSessionAsync(scene.Id);

            var failure = await Assert.ThrowsAsync<SessionFormatException>(() => scene.Agent.RunAsync(streamed, "go", session));

            Assert.Contains("at Score.Last:", failure.Message, StringComparison.Ordinal);
            Assert.Equal(Answer, failure.Response?.Text);
            Assert.Equal(mode == InterruptedTurns.KeepPartial, (await scene.Agent.ReadMessagesAsync(session).ToListAsync()).Exists(message => message.Text == Answer));
            Assert.False(session.State.TryGet<Score>(out _));
            await scene.GoesOnAsync(session);
        }
    }

    /// <summary>State that was set outside a turn fails the next one before it costs anything, and can be mended.</summary>
    [Theory]
    [MemberData(nameof(KindsAndModes))]
    public async Task State_from_outside_fails_a_turn_before_the_model_is_asked(string kind, InterruptedTurns mode)
    {
        var store = CreateStore();
        var scene = new Scene(store, mode, () => Response(new ChatMessage(ChatRole.Assistant, Answer)));
        var session = await scene.Agent.GetSessionAsync(scene.Id);
        session.State.Set(new Score { Last = Unwritable.Values[kind]() });

        foreach (var streamed in new[] { false, true })
        {
            await Assert.ThrowsAsync<SessionFormatException>(() => scene.Agent.RunAsync(streamed, "go", session));
        }

        await Assert.ThrowsAsync<SessionFormatException>(async () => await scene.Agent.SaveSessionAsync(session));
        await Assert.ThrowsAsync<SessionFormatException>(async () => await scene.Agent.SerializeSessionAsync(session));
        Assert.Throws<SessionFormatException>(() => session.State.TryGetJson("Score", out _));
        Assert.Equal(0, scene.Asked);
        Assert.Equal(["Score"], session.State.Keys);
        Assert.True(session.State.Clear<Score>());
        await scene.GoesOnAsync(session);
    }

    /// <summary>Input that could not be kept is refused before the model is asked.</summary>
    [Theory]
    [MemberData(nameof(KindsAndModes))]
    public async Task Input_is_refused_before_the_model_is_asked(string kind, InterruptedTurns mode)
    {
        var store = CreateStore();
        var inputs = new Func<object, ChatMessage>[]
        {
            value => new(ChatRole.User, [new TextContent("look"), Unwritable.Content(value)]),
            value => new(ChatRole.User, [new FunctionResultContent("c", value)]),
            value => new(ChatRole.User, "look") { AdditionalProperties = new() { ["bad"] = value } },
        };
        foreach (var input in inputs)
        {
            foreach (var (streamed, key) in new[] { (false, null), (true, null), (false, "key") })
            {
                var scene = new Scene(store, mode, () => Response(new ChatMessage(ChatRole.Assistant, Answer)));
                var session = await scene.Agent.GetSessionAsync(scene.Id);

                var failure = await Assert.ThrowsAsync<SessionFormatException>(() => scene.Agent.RunAsync(streamed, input(Unwritable.Values[kind]()), session, new AgentRunOptions { TurnKey = key }));

                Assert.Contains("Message 0 of the input has no JSON form", failure.Message, StringComparison.Ordinal);
                Assert.Equal(0, scene.Asked);
                await scene.GoesOnAsync(session);
            }
        }
    }

    /// <summary>Members are named where they stand.</summary>
    [Fact]
    public async Task A_member_of_a_member_is_named()
    {
        var store = CreateStore();
        var scene = new Scene(store, default, () => Response(new ChatMessage(ChatRole.Assistant, Answer)));
        var session = await scene.Agent.GetSessionAsync(scene.Id);

        session.State.Set(new Score { Average = 0.0 / session.State.Get<Score>().Count });
        Assert.Contains("at Score.Average:", (await Assert.ThrowsAsync<SessionFormatException>(() => scene.Agent.RunAsync("go", session))).Message, StringComparison.Ordinal);
        session.State.Set(new Score { Parts = [new(), new() { Share = float.NaN }] });
        Assert.Contains("at Score.Parts[1].Share:", (await Assert.ThrowsAsync<SessionFormatException>(() => scene.Agent.RunAsync("go", session))).Message, StringComparison.Ordinal);
        session.State.Update<Score>(score => score with { Parts = [] });
        await scene.GoesOnAsync(session);
    }

    private static ChatResponse Response(params ChatMessage[] messages) => new([.. messages]);

    private sealed class Scene
    {
        private readonly SessionStore? _store;

        public Scene(SessionStore? store, InterruptedTurns mode, Func<ChatResponse> first)
        {
            _store = store;
            Agent = new QueuedAnswerClient().Answer((_, _) => { Asked++; return Task.FromResult(first()); }).AsAIAgent(Options(mode));
        }

        public ChatClientAgent Agent { get; }

        public string Id { get; } = Guid.NewGuid().ToString("N");

        public int Asked { get; private set; }

        /// <summary>The session takes another turn, is saved, and is read elsewhere with all of its turns.</summary>
        /// <returns>The session as JSON.</returns>
        public async Task<string> GoesOnAsync(AgentSession session)
        {
            if (Asked == 0)
            {
                await Agent.RunAsync("first", session);
            }

            Assert.Contains("answer", (await Agent.RunAsync("next", session)).Text, StringComparison.Ordinal);
            var saved = await Agent.SerializeSessionAsync(session);
            var elsewhere = new QueuedAnswerClient().AsAIAgent(Options(default));
            var restored = _store is null ? await elsewhere.DeserializeSessionAsync(saved) : await elsewhere.GetSessionAsync(Id);
            Assert.Equal((await Agent.ReadTurnsAsync(session).ToListAsync()).Count, (await elsewhere.ReadTurnsAsync(restored).ToListAsync()).Count);
            Assert.Equal("answer 1", (await elsewhere.RunAsync("again", restored)).Text);
            return saved.GetRawText();
        }

        private ChatClientAgentOptions Options(InterruptedTurns mode) => new() { Name = "A", SessionStore = _store, InterruptedTurns = mode };
    }
}
