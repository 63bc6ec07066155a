namespace Sessions.Generators;

/// <summary>Writes the extension methods that read and write a state type's slot by its name.</summary>
internal static class AccessorEmitter
{
    private const string Session = "global::Sessions.Agents.AgentSession";
    private const string SessionArgument = $"this {Session} session";
    private const string SessionParameter = "/// <param name=\"session\">The session.</param>";
    private const string NullCheck = "global::System.ArgumentNullException.ThrowIfNull(session);";

    public static void Emit(SourceWriter writer, StateModel state, string accessor)
    {
        var self = state.Type.FullName;
        writer.WriteLine($"/// <summary>Reads and writes a session's <see cref=\"{self}\"/>.</summary>");
        writer.WriteLine(GeneratedFile.Attribute);
        writer.Open($"{state.Visibility.Keyword()} static class {state.ExtensionsName}");
        if (state.HasDefault)
        {
            EmitGet(writer, self, accessor);
            EmitUpdate(writer, self, accessor);
        }
        else
        {
            EmitGetOrNull(writer, self, accessor);
            EmitAddOrUpdate(writer, self, accessor);
        }

        EmitSet(writer, self, accessor);
        EmitTryGet(writer, self, accessor);
        EmitClear(writer, self, accessor);
        if (state.HasProperty)
        {
            EmitProperty(writer, self, accessor);
        }

        writer.Close();
    }

    private static void EmitGet(SourceWriter writer, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Reads the session's <see cref="{self}"/>: the stored value, or a new one.</summary>
        {SessionParameter}
        /// <returns>The value.</returns>
        """,
        CSharpText.Call($"public static {self} Get{accessor}", SessionArgument),
        $"return session.State.Get<{self}>();");

    private static void EmitGetOrNull(SourceWriter writer, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Reads the session's <see cref="{self}"/>, if it has one.</summary>
        {SessionParameter}
        /// <returns>The stored value, or <see langword="null"/>.</returns>
        """,
        CSharpText.Call($"public static {self}? Get{accessor}", SessionArgument),
        $"return session.State.TryGet<{self}>(out var value) ? value : null;");

    private static void EmitUpdate(SourceWriter writer, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Replaces the session's <see cref="{self}"/> by one made from it, atomically.</summary>
        {SessionParameter}
        /// <param name="update">
        /// Makes the new value from the stored one, or from a new one. It should be short: it runs under the state's lock.
        /// </param>
        /// <returns>The new value.</returns>
        """,
        CSharpText.Call($"public static {self} Update{accessor}", SessionArgument, $"global::System.Func<{self}, {self}> update"),
        $"return session.State.Update<{self}>(update);");

    private static void EmitAddOrUpdate(SourceWriter writer, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Replaces the session's <see cref="{self}"/>, or sets it, atomically.</summary>
        {SessionParameter}
        /// <param name="update">
        /// Makes the new value from the stored one, or from <see langword="null"/>. It should be short: it runs under the state's lock.
        /// </param>
        /// <returns>The new value.</returns>
        """,
        CSharpText.Call($"public static {self} Update{accessor}", SessionArgument, $"global::System.Func<{self}?, {self}> update"),
        $"return session.State.AddOrUpdate<{self}>(update);");

    private static void EmitSet(SourceWriter writer, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Sets the session's <see cref="{self}"/>.</summary>
        {SessionParameter}
        /// <param name="value">The value.</param>
        """,
        CSharpText.Call($"public static void Set{accessor}", SessionArgument, $"{self} value"),
        $"session.State.Set<{self}>(value);");

    private static void EmitTryGet(SourceWriter writer, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Reads the session's <see cref="{self}"/>, if it has one.</summary>
        {SessionParameter}
        /// <param name="value">The stored value, or <see langword="null"/>.</param>
        /// <returns>Whether the session has one.</returns>
        """,
        CSharpText.Call($"public static bool TryGet{accessor}", SessionArgument, $"[global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {self}? value"),
        $"return session.State.TryGet<{self}>(out value);");

    private static void EmitClear(SourceWriter writer, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Removes the session's <see cref="{self}"/>.</summary>
        {SessionParameter}
        /// <returns>Whether the session had one.</returns>
        """,
        CSharpText.Call($"public static bool Clear{accessor}", SessionArgument),
        $"return session.State.Clear<{self}>();",
        isLast: true);

    private static void EmitMethod(SourceWriter writer, string documentation, string signature, string statement, bool isLast = false)
    {
        writer.WriteLine(documentation);
        writer.Open(signature);
        writer.WriteLine(NullCheck);
        writer.WriteLine(statement);
        writer.Close();
        if (!isLast)
        {
            writer.WriteLine();
        }
    }

    private static void EmitProperty(SourceWriter writer, string self, string accessor)
    {
        writer.WriteLine();
        writer.WriteLine(SessionParameter);
        writer.Open($"extension({Session} session)");
        writer.WriteLine($"/// <summary>The session's <see cref=\"{self}\"/>: the stored value, or a new one.</summary>");
        writer.Open($"public {self} {CSharpText.Identifier(accessor)}");
        writer.WriteLine($"get => Get{accessor}(session);");
        writer.WriteLine($"set => Set{accessor}(session, value);");
        writer.Close();
        writer.Close();
    }
}
