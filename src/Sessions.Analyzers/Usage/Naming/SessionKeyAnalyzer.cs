using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Naming;

/// <summary>Reports names of sessions that leave out whose the session is.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionKeyAnalyzer() : SessionsAnalyzer(Descriptors.SessionKeyTooWide)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (AgentSymbols.Find(context.Compilation) is { } agents)
        {
            var servesRequests = RequestValue.MayBeIn(context.Compilation);
            context.RegisterOperationAction(operation => Analyze(operation, agents, servesRequests), OperationKind.ObjectCreation, OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, AgentSymbols agents, bool servesRequests)
    {
        if (SessionName.Of(context.Operation, agents) is not { } name)
        {
            return;
        }

        if (IsLiteral(name.Tenant) && !name.Id.ConstantValue.HasValue)
        {
            Report(context, name.Tenant!, "The tenant is a literal and the id is not, so that the sessions of all tenants are this one's", "take the tenant from the user");
        }
        else if (servesRequests && IsOfRequest(name) && !KnowsUser(context.Operation))
        {
            Report(context, name.Id, "The session is named by what the request says alone, and whoever guesses the name has it", "let the key say whose it is, by the user's tenant or id");
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation place, string what, string wayOut) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.SessionKeyTooWide, place.Syntax.GetLocation(), what, wayOut));

    private static bool IsLiteral(IOperation? tenant) => tenant is ILiteralOperation { ConstantValue: { HasValue: true, Value: string { Length: > 0 } } };

    private static bool IsOfRequest(SessionName name) =>
        RequestValue.Is(name.Id) && (name.Tenant is null || name.Tenant.ConstantValue.HasValue || RequestValue.Is(name.Tenant));

    /// <summary>Whether the member looks at who is asking: it may find out whose the session is.</summary>
    private static bool KnowsUser(IOperation place) => (place.EnclosingFunction() ?? place.Root()).Descendants().Any(static operation =>
        operation.Type is { Name: "ClaimsPrincipal" or "ClaimsIdentity" or "IAuthorizationService" } || operation is IPropertyReferenceOperation { Property.Name: "Owner" });
}
