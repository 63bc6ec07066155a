namespace Sessions;

/// <summary>A function of the schema: what the store asks of the server is one call of one.</summary>
/// <param name="Name">Its name, with the version of its parameters and columns.</param>
/// <param name="ParameterCount">How many parameters it has.</param>
/// <param name="IsScalar">Whether it returns one value rather than rows: the server need not keep them then.</param>
internal sealed record Function(string Name, int ParameterCount, bool IsScalar = false)
{
    public string TextIn(string quotedSchema) =>
        $"SELECT {(IsScalar ? "" : "* FROM ")}{quotedSchema}.{Name}({string.Join(", ", Enumerable.Range(1, ParameterCount).Select(number => $"${number}"))})";
}
