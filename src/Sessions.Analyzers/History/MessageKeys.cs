using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.History;

/// <summary>Tells which values become keys: of a row, or of an entry in a table.</summary>
internal static class MessageKeys
{
    /// <summary>Whether a key is made of the value: it, or a text that it is put into.</summary>
    public static bool IsMadeOf(IOperation value) => value.Parent switch
    {
        IConversionOperation or IInterpolationOperation or IInterpolatedStringOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } or IReturnOperation => IsMadeOf(value.Parent),
        IInvocationOperation { TargetMethod: { Name: "ToString", Parameters.IsEmpty: true } } text => IsMadeOf(text),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Concat" or "Format" or "Join", ContainingType.SpecialType: SpecialType.System_String } } text } => IsMadeOf(text),
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } } assignment => assignment.Value == value && IsKey(member),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } initializer => local.ReferencesIn(initializer.Root()).Any(IsMadeOf),
        IArgumentOperation { Parameter: { } parameter } argument => IsKey(parameter, argument.Parent),
        IBlockOperation { Operations.Length: 1, Parent: IAnonymousFunctionOperation function } => Selects(function),
        _ => false,
    };

    private static bool IsKey(ISymbol member) =>
        member.Name is "Id" or "ID" or "id" or "_id" or "Key" or "RowKey" or "PrimaryKey"
        || member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "KeyAttribute" or "VectorStoreKeyAttribute" or "BsonIdAttribute");

    private static bool IsKey(IParameterSymbol parameter, IOperation? call) =>
        parameter.Name is "key" or "rowKey" or "hashField" || (call is IObjectCreationOperation && parameter.Name is "Id" or "id" or "Key");

    /// <summary>Whether the function selects keys that must differ.</summary>
    private static bool Selects(IAnonymousFunctionOperation function) =>
        function.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parameter.Name: "keySelector", Parent: IInvocationOperation { TargetMethod.Name: "ToDictionary" or "DistinctBy" } } };
}
