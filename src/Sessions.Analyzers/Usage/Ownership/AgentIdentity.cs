using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// Reads an agent's identity, its id or else its name, where it is created: from the arguments, or from an options object
/// that is created in place.
/// </summary>
internal static class AgentIdentity
{
    private static Optional<string?> Unknown => default;

    private static Optional<string?> Absent => new(null);

    /// <summary>The identity; <see langword="null"/> where the agent has none, no value where it cannot be told.</summary>
    public static Optional<string?> Read(IEnumerable<IArgumentOperation> arguments)
    {
        var id = Absent;
        var name = Absent;
        foreach (var argument in arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "id":
                    id = ConstantText(argument.Value);
                    break;
                case "name":
                    name = ConstantText(argument.Value);
                    break;
                case "options":
                    (id, name) = ReadOptions(argument.Value);
                    break;
            }
        }

        return id is { HasValue: true, Value: null } ? name : id;
    }

    private static (Optional<string?> Id, Optional<string?> Name) ReadOptions(IOperation value)
    {
        var options = WithoutConversions(value);
        if (options.ConstantValue is { HasValue: true, Value: null })
        {
            return (Absent, Absent);
        }

        return options is IObjectCreationOperation { Arguments.IsEmpty: true } creation
            ? (ReadProperty(creation, "Id"), ReadProperty(creation, "Name"))
            : (Unknown, Unknown);
    }

    private static Optional<string?> ReadProperty(IObjectCreationOperation creation, string name)
    {
        var assignments = creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [];
        var assignment = assignments.FirstOrDefault(assignment => assignment.Target is IPropertyReferenceOperation property && property.Property.Name == name);
        return assignment is null ? Absent : ConstantText(assignment.Value);
    }

    private static Optional<string?> ConstantText(IOperation value) => WithoutConversions(value).ConstantValue switch
    {
        { HasValue: true, Value: null } => Absent,
        { HasValue: true, Value: string text } when !string.IsNullOrWhiteSpace(text) => text,
        _ => Unknown,
    };

    private static IOperation WithoutConversions(IOperation operation)
    {
        var inner = operation;
        while (inner is IConversionOperation { OperatorMethod: null } conversion)
        {
            inner = conversion.Operand;
        }

        return inner;
    }
}
