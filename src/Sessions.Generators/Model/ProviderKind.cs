using System.Collections.Immutable;

namespace Sessions.Generators;

/// <summary>A kind of provider, by the names that make a class one.</summary>
/// <param name="Attribute">The attribute of classes whose other half is generated.</param>
/// <param name="BaseClass">What the generated half derives from.</param>
/// <param name="Members">The members of the base class that it overrides, unless the user does.</param>
internal sealed record ProviderKind(string Attribute, string BaseClass, ImmutableArray<string> Members);
