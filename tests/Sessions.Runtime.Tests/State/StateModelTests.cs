using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.State;

/// <summary>Random sequences of everything that can happen to state, against a model of it that fits on one screen.</summary>
public class StateModelTests
{
    public enum Kind
    {
        SetNotes,
        UpdateNotes,
        ReadNotes,
        ClearNotes,
        ChangeBasketInPlace,
        ReadBasket,
        ClearBasket,
        SetOrder,
        ClearOrder,
    }

    public abstract record Happening;

    public sealed record Access(Kind Kind, int Value) : Happening;

    public sealed record Turn(ImmutableList<Access> Accesses, bool Fails, bool Streams) : Happening
    {
        public override string ToString() => $"Turn {{ {string.Join(", ", Accesses)}, Fails = {Fails}, Streams = {Streams} }}";
    }

    public sealed record Save : Happening;

    public sealed record Reload : Happening;

    public sealed record RoundTrip : Happening;

    private static readonly Gen<Access> Accesses =
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from value in Gen.Choose(1, 4)
        select new Access(kind, value);

    private static readonly Gen<Happening> Turns =
        from accesses in Accesses.ListOf()
        from fails in Gen.Elements(true, false)
        from streams in Gen.Elements(true, false)
        select (Happening)new Turn([.. accesses.Take(6)], fails, streams);

    private static readonly Gen<Happening> Happenings = Gen.Frequency(
        (5, Accesses.Select(Happening (access) => access)),
        (4, Turns),
        (1, Gen.Constant<Happening>(new Save())),
        (1, Gen.Constant<Happening>(new Reload())),
        (1, Gen.Constant<Happening>(new RoundTrip())));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void State_is_what_the_model_says(bool hasStore)
    {
        var sequences = Arb.From(Happenings.ListOf().Select(happenings => happenings.ToImmutableList()), Shorter);
        var property = Prop.ForAll(sequences, steps => new Run(hasStore).ExecuteAsync(steps).GetAwaiter().GetResult());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(10_000)).WithEndSize(40), property);
    }

    private static IEnumerable<ImmutableList<Happening>> Shorter(ImmutableList<Happening> happenings)
    {
        for (var i = 0; i < happenings.Count; i++)
        {
            yield return happenings.RemoveAt(i);
            if (happenings[i] is Turn turn)
            {
                for (var j = 0; j < turn.Accesses.Count; j++)
                {
                    yield return happenings.SetItem(i, turn with { Accesses = turn.Accesses.RemoveAt(j) });
                }
            }
        }
    }

    /// <summary>What the slots hold; <see langword="null"/> is an absent one.</summary>
    private sealed record Model(int? Notes, ImmutableList<string>? Basket, string? Order)
    {
        public static readonly Model Empty = new(null, null, null);

        public Model After(Access access) => access.Kind switch
        {
            Kind.SetNotes => this with { Notes = access.Value },
            Kind.UpdateNotes => this with { Notes = (Notes ?? 0) + 1 },
            Kind.ClearNotes => this with { Notes = null },
            Kind.ChangeBasketInPlace => this with { Basket = (Basket ?? []).Add($"{access.Value}") },
            Kind.ClearBasket => this with { Basket = null },
            Kind.SetOrder => this with { Order = $"{access.Value}" },
            Kind.ClearOrder => this with { Order = null },
            _ => this,
        };
    }

    private sealed class Run(bool hasStore)
    {
        private readonly QueuedAnswerClient _client = new();
        private readonly SessionStore? _store = hasStore ? new InMemorySessionStore() : null;
        private Model _now = Model.Empty;
        private Model _stored = Model.Empty;

        public async Task<bool> ExecuteAsync(ImmutableList<Happening> steps)
        {
            var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store });
            var session = await agent.GetSessionAsync("s");
            foreach (var step in steps)
            {
                switch (step)
                {
                    case Access access:
                        Apply(access, session);
                        _now = _now.After(access);
                        break;
                    case Turn turn:
                        await RunAsync(turn, agent, session);
                        break;
                    case Save when !hasStore:
                        var error = await Record.ExceptionAsync(async () => await agent.SaveSessionAsync(session));
                        Assert.Equal(_now == Model.Empty && _stored == Model.Empty, error is null);
                        break;
                    case Save:
                        await agent.SaveSessionAsync(session);
                        _stored = _now;
                        break;
                    case Reload when hasStore:
                        session = await agent.GetSessionAsync("s");
                        _now = _stored;
                        break;
                    case RoundTrip:
                        session = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
                        break;
                }

                Check(_now, session);
            }

            return true;
        }

        private async Task RunAsync(Turn turn, ChatClientAgent agent, AgentSession session)
        {
            var inTurn = _now;
            _client.Answer((_, _) =>
            {
                foreach (var access in turn.Accesses)
                {
                    Apply(access, session);
                    inTurn = inTurn.After(access);
                    Check(inTurn, session);
                }

                return turn.Fails ? throw new HttpRequestException("down") : Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));
            });
            try
            {
                _ = turn.Streams ? await agent.RunStreamingAsync("go", session).ToAgentResponseAsync() : await agent.RunAsync("go", session);
                _now = _stored = inTurn;
            }
            catch (HttpRequestException) when (turn.Fails)
            {
            }
        }

        private static void Apply(Access access, AgentSession session)
        {
            var state = session.State;
            switch (access.Kind)
            {
                case Kind.SetNotes: state.Set(new Notes { Count = access.Value }); break;
                case Kind.UpdateNotes: state.Update<Notes>(notes => notes with { Count = notes.Count + 1 }); break;
                case Kind.ReadNotes: _ = state.Get<Notes>(); break;
                case Kind.ClearNotes: state.Clear<Notes>(); break;
                case Kind.ChangeBasketInPlace: state.Get<Basket>().Items.Add($"{access.Value}"); break;
                case Kind.ReadBasket: _ = state.Get<Basket>(); break;
                case Kind.ClearBasket: state.Clear<Basket>(); break;
                case Kind.SetOrder: state.Set(new Order($"{access.Value}")); break;
                case Kind.ClearOrder: state.Clear<Order>(); break;
            }
        }

        private static void Check(Model expected, AgentSession session)
        {
            var state = session.State;
            Assert.Equal(expected.Notes, state.TryGet<Notes>(out var notes) ? notes.Count : null);
            Assert.Equal(expected.Basket, state.TryGet<Basket>(out var basket) ? basket.Items : null);
            Assert.Equal(expected.Order, state.TryGet<Order>(out var order) ? order.Number : null);
        }
    }
}
