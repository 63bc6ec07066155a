using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Sharing;

/// <summary>Tells which type is the program's own. What that keeps is one user's, unless the program serves requests.</summary>
internal sealed class ProgramType(Compilation compilation)
{
    private readonly Lazy<bool> _servesRequests = new(() => !compilation.GetTypesByMetadataName("Microsoft.AspNetCore.Http.HttpContext").IsEmpty);

    public bool IsOneUsers(INamedTypeSymbol? type, CancellationToken cancellationToken) =>
        SymbolEqualityComparer.Default.Equals(compilation.GetEntryPoint(cancellationToken)?.ContainingType, type) && !_servesRequests.Value;
}
