namespace Sessions.Tests.Clients;

/// <summary>What a model answers, before a <see cref="ModelWire"/> writes it down.</summary>
internal sealed record WireAnswer(string Text, string Thought = "", params WireCall[] Calls);

/// <summary>A call of a tool; its arguments are JSON.</summary>
internal sealed record WireCall(string Id, string Name, string Arguments);
