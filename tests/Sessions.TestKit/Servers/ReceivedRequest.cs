using System.Text.Json;

namespace Sessions.TestKit;

/// <summary>What arrived at a <see cref="LoopbackServer"/>; the body's raw text is as it was on the wire, and null without one.</summary>
public sealed record ReceivedRequest(string Path, string? Authorization, JsonElement Body);
