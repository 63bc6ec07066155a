using System.Globalization;

namespace Sessions.Generators;

/// <summary>Writes the metadata of a plain type: how it is made, and its members.</summary>
internal static class JsonObjectEmitter
{
    public static void Emit(SourceWriter writer, JsonTypeModel type, JsonObjectModel model)
    {
        writer.WriteLine();
        writer.Write($"private static {JsonTypeEmitter.Metadata}JsonTypeInfo<{type.FullName}> Create_{type.Identifier}({JsonTypeEmitter.Options} options)");
        if (model.UnmappedMemberHandling is null && model.CreationHandling is null)
        {
            writer.Write(" => ");
            EmitObject(writer, type, model);
            return;
        }

        writer.WriteLine();
        writer.Open();
        writer.Write("var typeInfo = ");
        EmitObject(writer, type, model);
        EmitHandling(writer, "UnmappedMemberHandling", "JsonUnmappedMemberHandling", model.UnmappedMemberHandling);
        EmitHandling(writer, "PreferredPropertyObjectCreationHandling", "JsonObjectCreationHandling", model.CreationHandling);
        writer.WriteLine("return typeInfo;");
        writer.Close();
    }

    private static void EmitObject(SourceWriter writer, JsonTypeModel type, JsonObjectModel model)
    {
        writer.WriteLine($"Plain<{type.FullName}>(");
        writer.Indent();
        writer.WriteLine("options,");
        EmitConstructor(writer, type, model.Constructor);
        EmitMembers(writer, type, model);
        EmitOption(writer, "numberHandling", "JsonNumberHandling", model.NumberHandling);
        writer.WriteLine(");");
        writer.Unindent();
    }

    private static void EmitConstructor(SourceWriter writer, JsonTypeModel type, JsonConstructorModel? constructor)
    {
        if (constructor is null)
        {
            writer.WriteLine("null,");
        }
        else if (constructor.Parameters.Count == 0)
        {
            writer.WriteLine($"static () => {New(type, constructor, "")},");
        }
        else
        {
            var arguments = string.Join(", ", constructor.Parameters.Select(static (parameter, index) => $"({parameter.Type})arguments[{Number(index)}]"));
            writer.WriteLine($"static arguments => {New(type, constructor, arguments)},");
            EmitParameters(writer, constructor);
        }
    }

    private static string New(JsonTypeModel type, JsonConstructorModel constructor, string arguments) =>
        constructor.Open is { } open ? $"{open.ClassName}{open.Arguments}.New({arguments})"
        : constructor.IsUnsafe ? $"New_{type.Identifier}({arguments})"
        : $"new {type.FullName}({arguments})";

    private static void EmitParameters(SourceWriter writer, JsonConstructorModel constructor)
    {
        writer.Open("static () => new[]");
        for (var index = 0; index < constructor.Parameters.Count; index++)
        {
            var parameter = constructor.Parameters[index];
            writer.Write($"Parameter<{parameter.Type}>({Number(index)}, {CSharpText.Literal(parameter.Name)}");
            if (parameter.DefaultValue is not null)
            {
                writer.Write($", {parameter.DefaultValue}");
            }

            writer.WriteLine("),");
        }

        writer.Close(",");
    }

    private static void EmitMembers(SourceWriter writer, JsonTypeModel type, JsonObjectModel model)
    {
        if (model.Members.Count == 0)
        {
            writer.Write("null");
            return;
        }

        writer.Open("static options => new[]");
        foreach (var member in model.Members)
        {
            EmitMember(writer, type, model, member);
        }

        writer.Unindent();
        writer.Write("}");
    }

    private static void EmitMember(SourceWriter writer, JsonTypeModel type, JsonObjectModel model, JsonMemberModel member)
    {
        writer.Write($"Member<{member.Type}>(options, typeof({member.DeclaringType}), {CSharpText.Literal(member.Name)}, ");
        if (member.Getter == JsonMemberAccess.None)
        {
            writer.Write("null, ");
        }
        else
        {
            writer.Write($"static target => {JsonAccessText.Get(type, model, member)}, ");
        }

        if (member.Setter == JsonMemberAccess.None)
        {
            writer.Write("null");
        }
        else
        {
            writer.Write($"static (target, value) => {JsonAccessText.Set(type, model, member)}");
        }

        EmitAttributes(writer, member);
        writer.WriteLine("),");
    }

    private static void EmitAttributes(SourceWriter writer, JsonMemberModel member)
    {
        if (member.JsonName is not null)
        {
            writer.Write($", jsonName: {CSharpText.Literal(member.JsonName)}");
        }

        EmitFlag(writer, "isVirtual", member.IsVirtual);
        EmitFlag(writer, "isIncluded", member.IsIncluded);
        EmitFlag(writer, "isRequired", member.IsRequired);
        EmitFlag(writer, "isExtensionData", member.IsExtensionData);
        EmitFlag(writer, "isField", member.IsField);
        if (member.Order is { } order)
        {
            writer.Write($", order: {Number(order)}");
        }

        if (member.Converter is not null)
        {
            writer.Write($", converter: {JsonTypeEmitter.Converter(member.Converter)}");
        }

        EmitOption(writer, "ignore", "JsonIgnoreCondition", member.IgnoreCondition);
        EmitOption(writer, "numberHandling", "JsonNumberHandling", member.NumberHandling);
        EmitOption(writer, "creationHandling", "JsonObjectCreationHandling", member.CreationHandling);
    }

    private static void EmitFlag(SourceWriter writer, string name, bool value)
    {
        if (value)
        {
            writer.Write($", {name}: true");
        }
    }

    private static void EmitOption(SourceWriter writer, string name, string type, int? value)
    {
        if (value is { } number)
        {
            writer.Write($", {name}: {JsonTypeEmitter.EnumValue(type, number)}");
        }
    }

    private static void EmitHandling(SourceWriter writer, string property, string type, int? value)
    {
        if (value is { } number)
        {
            writer.WriteLine($"typeInfo.{property} = {JsonTypeEmitter.EnumValue(type, number)};");
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
