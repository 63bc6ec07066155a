namespace Sessions.Analyzers.Tests.Usage.Ownership;

/// <summary>SESS301 in handlers, loops, deconstructions and patterns.</summary>
public sealed class OwnershipInBlocksTests
{
    private static readonly string[] Misuses =
    [
        // Handlers
        "var session = $new(writer); try { $use(writer, session); } catch (Exception) { $use(critic, [|session|]); }",
        "var session = $new(writer); try { $use(writer, session); } catch (InvalidOperationException e) when (e.Message != \"\") { Console.WriteLine(e); $use(critic, [|session|]); } catch { throw; }",
        "var session = $new(writer); try { $use(writer, session); } finally { $use(critic, [|session|]); }",
        "var session = $new(writer); try { $use(writer, session); } catch (Exception) { Console.WriteLine(); } finally { Console.WriteLine(); $use(critic, [|session|]); }",
        "var session = $new(writer); try { $use(writer, session); } finally { try { $use(critic, [|session|]); } catch (Exception) { Console.WriteLine(); } }",
        "try { var session = $new(writer); $use(critic, [|session|]); } catch (Exception) { Console.WriteLine(); }",
        "try { Console.WriteLine(); } catch (Exception) { var session = $new(writer); $use(critic, [|session|]); }",
        "try { Console.WriteLine(); } finally { var session = $new(writer); $use(critic, [|session|]); }",
        "$T session = default; try { session = $new(writer); } finally { Console.WriteLine(); } $use(critic, [|session|]);",
        "var session = $new(writer); try { session = $new(critic); } catch (Exception) { $use(critic, [|session|]); }",
        "var session = $new(critic); try { Console.WriteLine(); } finally { session = $new(writer); } $use(critic, [|session|]);",
        "var session = $new(writer); while (args.Length > 0) { try { $use(writer, session); break; } catch (Exception) { $use(critic, [|session|]); continue; } }",
        "using (var file = new System.IO.MemoryStream()) { var session = $new(writer); $use(critic, [|session|]); }",
        "AIAgent other = null; var session = $new(writer); try { other = critic; Console.WriteLine(); } finally { Console.WriteLine(); } $use(other, [|session|]);",

        // Loops
        "var session = $new(writer); foreach (var other in new[] { critic, $agent(Critic) }) { $use(other, [|session|]); }",
        "var session = $new(writer); AIAgent[] others = [critic, $agent(Critic)]; foreach (var other in others) { $use(other, [|session|]); }",
        "var session = $new(writer); var others = new AIAgent[] { critic }; for (var i = 0; i < others.Length; i++) { $use(others[i], [|session|]); }",
        "var session = $new(writer); List<AIAgent> others = [critic]; foreach (AIAgent other in others) { Console.WriteLine(others.Count); $use(other, [|session|]); }",
        "var session = $new(writer); foreach (var (name, other) in new[] { (\"a\", critic), (\"b\", critic) }) { Console.WriteLine(name); $use(other, [|session|]); }",
        "foreach (var agent in new[] { writer }) { var session = $new(agent); $use(critic, [|session|]); }",
        "var session = $new(writer); foreach (var other in new[] { critic, writer }) { $use(other, [|session|]); }",
        "AIAgent[] team = [writer, critic, $agent(Critic)]; var lead = team[0]; var session = $new(lead); foreach (AIAgent member in team) { Console.WriteLine(member.Name); $use(member, [|session|]); }",
        "AIAgent[] team = [writer, critic]; var lead = team[0]; var session = $new(lead); var other = team[1]; $use(other, [|session|]);",
        "List<AIAgent> team = [critic, writer]; var second = team[1]; var session = $new(second); $use(critic, [|session|]);",
        "IReadOnlyList<AIAgent> others = new[] { critic }; var session = $new(writer); $use(others[0], [|session|]);",
        "var session = $new(writer); for (var i = 0; i < 3; i++) { $use(writer, session); $use(critic, [|session|]); }",

        // Deconstruction
        "var (agent, session) = (critic, $new(writer)); $use(agent, [|session|]);",
        "AIAgent agent; $T session; (agent, session) = (critic, $new(writer)); $use(agent, [|session|]);",
        "var (first, second) = (writer, critic); var session = $new(first); $use(second, [|session|]);",
        "var (first, second) = (writer, critic); (first, second) = (second, first); var session = $new(second); $use(first, [|session|]);",
        "(AIAgent Writer, AIAgent Critic) pair = (writer, critic); var session = $new(pair.Writer); $use(pair.Critic, [|session|]);",
        "var pair = (writer, critic); var (first, second) = pair; var session = $new(first); $use(second, [|session|]);",
        "var session = $new(critic); (session, _) = ($new(writer), 1); $use(critic, [|session|]);",
        "var (session, review) = ($new(writer), $new(critic)); $use(critic, review); $use(critic, [|session|]);",

        // Patterns
        "if ($new(writer) is { } session) { $use(critic, [|session|]); }",
        "var opened = $new(writer); if (opened is $T session && args.Length > 0) { $use(critic, [|session|]); }",
    ];

    private static readonly string[] Silences =
    [
        // Handlers
        "var session = $new(writer); try { $use(writer, session); } catch (Exception) { $use(writer, session); } finally { $use(writer, session); }",
        "var session = $new(writer); try { session = $new(critic); Console.WriteLine(); } catch (Exception) { $use(critic, session); }",
        "var session = $new(writer); try { session = $new(critic); Console.WriteLine(); } finally { $use(critic, session); }",
        "var session = $new(writer); try { Console.WriteLine(); } finally { session = $new(critic); } $use(critic, session);",
        "var session = $new(writer); try { Console.WriteLine(); } catch (Exception) { session = $new(critic); } $use(critic, session);",
        "$T session = default; try { session = $new(writer); } catch (Exception) { session = $new(critic); } $use(critic, session);",
        "AIAgent agent = writer; try { agent = critic; Console.WriteLine(); } finally { var session = $new(agent); $use(critic, session); }",
        "var session = $new(writer); try { session = $new(critic); return; } finally { $use(critic, session); }",
        "var session = $new(writer); try { throw new Exception(); } catch (Exception) when (Swap(ref session)) { $use(critic, session); }",

        // Loops
        "var session = $new(writer); foreach (var other in new[] { critic, writer }) { if (other == writer) { $use(other, session); } }",
        "var session = $new(writer); foreach (var other in new[] { critic, writer }) { if (other == critic) { continue; } $use(other, session); }",
        "var session = $new(writer); foreach (var other in new[] { writer, critic }) { $use(other, session); break; }",
        "$T session = default; foreach (var other in new[] { critic, writer }) { session = $new(other); $use(other, session); }",
        "var session = $new(writer); AIAgent last = critic; foreach (var other in new[] { critic, writer }) { last = other; } $use(last, session);",
        "AIAgent agent = writer; AIAgent[] team = [agent, critic]; agent = critic; var first = team[0]; var session = $new(first); $use(writer, session);",
        "AIAgent agent = critic; AIAgent[] team = [agent, writer]; agent = writer; var session = $new(critic); foreach (var member in team) { if (args.Length > 0) { $use(member, session); } }",
        "AIAgent[] team = [writer, critic]; var any = team[args.Length]; var session = $new(any); $use(critic, session);",
        "AIAgent[] team = [writer, critic]; team[1] = writer; var session = $new(writer); var second = team[1]; $use(second, session);",
        "foreach (var agent in new[] { writer, critic }) { var session = $new(agent); $use(agent, session); }",
        "foreach (var agent in new[] { writer, critic }) { var session = $new(agent); $use(critic, session); }",
        "var session = $new(writer); AIAgent[] others = [critic]; others[0] = writer; foreach (var other in others) { $use(other, session); }",
        "var session = $new(writer); var others = new[] { critic }; Fill(others); foreach (var other in others) { $use(other, session); }",
        "var session = $new(writer); List<AIAgent> others = [critic]; others.Insert(0, writer); foreach (var other in others) { $use(other, session); }",
        "var session = $new(writer); List<AIAgent> others = [critic]; var same = others; same.Add(writer); foreach (var other in others) { $use(other, session); }",
        "var session = $new(writer); List<AIAgent> others = [critic]; Action add = () => others.Add(writer); add(); foreach (var other in others) { $use(other, session); }",
        "var session = $new(writer); AIAgent[] more = [writer]; AIAgent[] others = [critic, .. more]; foreach (var other in others) { $use(other, session); }",
        "var session = $new(writer); var others = new AIAgent[1]; others[0] = writer; foreach (var other in others) { $use(other, session); }",
        "var session = $new(writer); var others = new Dictionary<string, AIAgent> { [\"a\"] = critic }; $use(others[\"a\"], session);",
        "AIAgent last = critic; $T session = default; var has = false; foreach (var agent in new[] { writer, critic }) { if (has) { $use(last, session); } session = $new(agent); last = agent; has = true; }",

        // Deconstruction
        "var (agent, session) = (writer, $new(writer)); $use(agent, session);",
        "var (first, second) = (writer, critic); (first, second) = (second, first); var session = $new(second); $use(second, session);",
        "var pair = (writer, critic); pair.Item2 = writer; var session = $new(pair.Item1); $use(pair.Item2, session);",
        "var pair = (writer, critic); Swap(ref pair.Item2); var session = $new(writer); $use(pair.Item2, session);",
        "var (agent, (session, text)) = (critic, ($new(writer), 1)); session = $new(critic); $use(agent, session); Console.WriteLine(text);",
        "var (agent, session) = Pick(); $use(agent, session); (AIAgent, $T) Pick() => throw new Exception();",
        "var (agent, other) = args.Length > 0 ? (writer, critic) : (critic, writer); var session = $new(agent); $use(writer, session); $use(other, session);",

        // Patterns
        "if ($new(writer) is { } session) { session = $new(critic); $use(critic, session); }",
        "object held = $new(writer); switch (held) { case $T session: $use(critic, session); break; }",
    ];

    public static TheoryData<string, bool> EveryMisuse => OwnershipProgram.InBothVocabularies(Misuses.Select(InMethod));

    public static TheoryData<string, bool> EverySilence => OwnershipProgram.InBothVocabularies(Silences.Select(InMethod));

    [Theory]
    [MemberData(nameof(EveryMisuse))]
    public Task Session_of_another_agent_is_reported(string program, bool isFramework) => OwnershipProgram.Reports(program, isFramework);

    [Theory]
    [MemberData(nameof(EverySilence))]
    public Task Session_that_may_be_the_agents_is_not(string program, bool isFramework) => OwnershipProgram.IsSilent(program, isFramework);

    private static string InMethod(string statements) => $$"""
        public async Task Ask()
        {
            {{OwnershipProgram.Locals}}
            {{statements}}
        }

        private static bool Swap<T>(ref T value) => value is null;

        private static void Fill(AIAgent[] agents) => Console.WriteLine(agents.Length);
        """;
}
