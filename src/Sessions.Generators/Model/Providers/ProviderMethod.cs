namespace Sessions.Generators;

/// <summary>A method that a provider may have under a name, with any parameters that something is known to give for.</summary>
/// <param name="Name">The name.</param>
/// <param name="TakesMessages">Whether it is given messages, and must have a parameter for them.</param>
/// <param name="ReturnsMessages">Whether messages are had from it. Of other methods it is known only when they are done.</param>
internal sealed record ProviderMethod(string Name, bool TakesMessages, bool ReturnsMessages);
