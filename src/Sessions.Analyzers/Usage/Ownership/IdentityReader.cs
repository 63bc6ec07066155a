using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// Reads an agent's identity, its id or else its name, where it is created: from the arguments, or from an options object
/// that is created in place.
/// </summary>
/// <param name="isUnchanged">Whether a parameter has the value all the time that it was given.</param>
internal sealed class IdentityReader(Func<IParameterSymbol, bool> isUnchanged)
{
    /// <summary>The identity; <see langword="null"/> where it cannot be told.</summary>
    public AgentIdentity? Read(IEnumerable<IArgumentOperation> arguments)
    {
        AgentIdentity? id = AgentIdentity.None;
        AgentIdentity? name = AgentIdentity.None;
        foreach (var argument in arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "id":
                    id = ReadText(argument.Value);
                    break;
                case "name":
                    name = ReadText(argument.Value);
                    break;
                case "options":
                    (id, name) = ReadOptions(argument.Value);
                    break;
            }
        }

        // What a parameter brings as an id may be nothing, and the name be the identity.
        return id switch
        {
            { IsNone: true } => name,
            { Parameter: not null } when name is not { IsNone: true } => null,
            _ => id,
        };
    }

    /// <summary>The text as an identity; <see langword="null"/> where it cannot be told.</summary>
    public AgentIdentity? ReadText(IOperation value) => WithoutConversions(value) switch
    {
        { ConstantValue: { HasValue: true, Value: null } } => AgentIdentity.None,
        { ConstantValue: { HasValue: true, Value: string text } } => string.IsNullOrWhiteSpace(text) ? null : new AgentIdentity(text),
        IParameterReferenceOperation { Parameter: var parameter } when isUnchanged(parameter) => new AgentIdentity(null, parameter),
        _ => null,
    };

    private (AgentIdentity? Id, AgentIdentity? Name) ReadOptions(IOperation value)
    {
        var options = WithoutConversions(value);
        if (options.ConstantValue is { HasValue: true, Value: null })
        {
            return (AgentIdentity.None, AgentIdentity.None);
        }

        return options is IObjectCreationOperation { Arguments.IsEmpty: true } creation
            ? (ReadProperty(creation, "Id"), ReadProperty(creation, "Name"))
            : (null, null);
    }

    private AgentIdentity? ReadProperty(IObjectCreationOperation creation, string name)
    {
        var assignments = creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [];
        var assignment = assignments.FirstOrDefault(assignment => assignment.Target is IPropertyReferenceOperation property && property.Property.Name == name);
        return assignment is null ? AgentIdentity.None : ReadText(assignment.Value);
    }

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
