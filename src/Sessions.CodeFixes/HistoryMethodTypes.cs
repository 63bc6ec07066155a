using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Sessions.Analyzers;
using Sessions.Generators;

namespace Sessions.CodeFixes;

/// <summary>Writes the two methods of a history provider, with the types of a compilation.</summary>
internal sealed class HistoryMethodTypes
{
    private readonly INamedTypeSymbol _task;
    private readonly INamedTypeSymbol _taskOfMessages;
    private readonly INamedTypeSymbol _messages;
    private readonly INamedTypeSymbol _sessionKey;
    private readonly INamedTypeSymbol _cancellationToken;
    private readonly INamedTypeSymbol _exception;

    private HistoryMethodTypes(
        INamedTypeSymbol task, INamedTypeSymbol taskOf, INamedTypeSymbol messages, INamedTypeSymbol sessionKey, INamedTypeSymbol cancellationToken, INamedTypeSymbol exception)
    {
        _task = task;
        _taskOfMessages = taskOf.Construct(messages);
        _messages = messages;
        _sessionKey = sessionKey;
        _cancellationToken = cancellationToken;
        _exception = exception;
    }

    public static HistoryMethodTypes? Find(Compilation compilation) =>
        compilation.GetBestTypeByMetadataName("System.Threading.Tasks.Task") is { } task
        && compilation.GetBestTypeByMetadataName("System.Threading.Tasks.Task`1") is { } taskOf
        && compilation.GetBestTypeByMetadataName("System.Collections.Generic.IReadOnlyList`1") is { } list
        && compilation.GetBestTypeByMetadataName(MessageList.Message) is { } message
        && compilation.GetBestTypeByMetadataName(RuntimeNames.SessionKey) is { } sessionKey
        && compilation.GetBestTypeByMetadataName("System.Threading.CancellationToken") is { } cancellationToken
        && compilation.GetBestTypeByMetadataName("System.NotSupportedException") is { } exception
            ? new HistoryMethodTypes(task, taskOf, list.Construct(message), sessionKey, cancellationToken, exception)
            : null;

    public SyntaxNode WriteLoad(SyntaxGenerator generator) => Write(
        generator,
        HistoryMethods.Load.Name,
        _taskOfMessages,
        "Return the messages of the session, oldest first.",
        Session(generator));

    public SyntaxNode WriteSave(SyntaxGenerator generator) => Write(
        generator,
        HistoryMethods.Save.Name,
        _task,
        "Append the messages to those of the session.",
        Session(generator),
        generator.ParameterDeclaration("messages", TypeOf(generator, _messages)));

    private SyntaxNode Write(SyntaxGenerator generator, string name, INamedTypeSymbol returnType, string whatToDo, params SyntaxNode[] parameters) =>
        generator.MethodDeclaration(
            name,
            parameters.Append(generator.ParameterDeclaration("cancellationToken", TypeOf(generator, _cancellationToken))),
            returnType: TypeOf(generator, returnType),
            accessibility: Accessibility.Public,
            statements: [generator.ThrowStatement(generator.ObjectCreationExpression(TypeOf(generator, _exception), generator.LiteralExpression(whatToDo)))]);

    private SyntaxNode Session(SyntaxGenerator generator) => generator.ParameterDeclaration("session", TypeOf(generator, _sessionKey));

    private static SyntaxNode TypeOf(SyntaxGenerator generator, INamedTypeSymbol type) => generator.TypeExpression(type);
}
