using System.Globalization;

namespace Sessions.Generators;

/// <summary>Writes the metadata of a plain type: how it is made, and its members.</summary>
internal static class JsonObjectEmitter
{
    /// <summary>What names a member in all that is written for it. An analyzer looks for it in the text, so it has no line break.</summary>
    public static string Identity(JsonMemberModel member) => $"typeof({member.DeclaringType}), {CSharpText.Literal(member.Name)}";

    public static void Emit(SourceWriter writer, JsonTypeModel type, JsonObjectModel model)
    {
        writer.WriteLine();
        writer.WriteLine($"private static {JsonTypeEmitter.Metadata}JsonTypeInfo<{type.FullName}> Create_{type.Identifier}(");
        writer.Write($"    {JsonTypeEmitter.Options} options)");
        if (model.UnmappedMemberHandling is null && model.CreationHandling is null)
        {
            writer.WriteLine(" =>");
            writer.Indent();
            EmitObject(writer, type, model);
            writer.Unindent();
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
            writer.WriteLine($"static () => {New(type, constructor)}(),");
        }
        else
        {
            var arguments = constructor.Parameters.Select(static (parameter, index) => $"({parameter.Type})arguments[{Number(index)}]");
            writer.WriteLine($"static arguments => {CSharpText.Call(New(type, constructor), [.. arguments])},");
            EmitParameters(writer, constructor);
        }
    }

    private static string New(JsonTypeModel type, JsonConstructorModel constructor) =>
        constructor.Open is { } open ? $"{open.ClassName}{open.Arguments}.New"
        : constructor.IsUnsafe ? $"New_{type.Identifier}"
        : $"new {type.FullName}";

    private static void EmitParameters(SourceWriter writer, JsonConstructorModel constructor)
    {
        writer.Open("static () => new[]");
        for (var index = 0; index < constructor.Parameters.Count; index++)
        {
            var parameter = constructor.Parameters[index];
            string[] arguments = [Number(index), CSharpText.Literal(parameter.Name)];
            writer.WriteLine($"{CSharpText.Call($"Parameter<{parameter.Type}>", parameter.DefaultValue is { } value ? [.. arguments, value] : arguments)},");
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
        writer.WriteLine($"Member<{member.Type}>(");
        writer.Indent();
        writer.WriteLine("options,");
        writer.WriteLine($"{Identity(member)},");
        writer.WriteLine(member.Getter == JsonMemberAccess.None ? "null," : $"static target => {JsonAccessText.Get(type, model, member)},");
        writer.Write(member.Setter == JsonMemberAccess.None ? "null" : $"static (target, value) => {JsonAccessText.Set(type, model, member)}");
        EmitAttributes(writer, member);
        writer.WriteLine("),");
        writer.Unindent();
    }

    private static void EmitAttributes(SourceWriter writer, JsonMemberModel member)
    {
        if (member.JsonName is not null)
        {
            EmitArgument(writer, "jsonName", CSharpText.Literal(member.JsonName));
        }

        EmitFlag(writer, "isVirtual", member.IsVirtual);
        EmitFlag(writer, "isIncluded", member.IsIncluded);
        EmitFlag(writer, "isRequired", member.IsRequired);
        EmitFlag(writer, "isExtensionData", member.IsExtensionData);
        EmitFlag(writer, "isField", member.IsField);
        if (member.Order is { } order)
        {
            EmitArgument(writer, "order", Number(order));
        }

        if (member.Converter is not null)
        {
            EmitArgument(writer, "converter", JsonTypeEmitter.Converter(member.Converter));
        }

        EmitOption(writer, "ignore", "JsonIgnoreCondition", member.IgnoreCondition);
        EmitOption(writer, "numberHandling", "JsonNumberHandling", member.NumberHandling);
        EmitOption(writer, "creationHandling", "JsonObjectCreationHandling", member.CreationHandling);
    }

    private static void EmitFlag(SourceWriter writer, string name, bool value)
    {
        if (value)
        {
            EmitArgument(writer, name, "true");
        }
    }

    private static void EmitOption(SourceWriter writer, string name, string type, int? value)
    {
        if (value is { } number)
        {
            EmitArgument(writer, name, JsonTypeEmitter.EnumValue(type, number));
        }
    }

    private static void EmitArgument(SourceWriter writer, string name, string value)
    {
        writer.WriteLine(",");
        writer.Write($"{name}: {value}");
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
