namespace Sessions.Analyzers.Lock;

internal enum ShapeChangeKind
{
    Removed,
    Renamed,
    Retyped,
    MadeRequired,

    /// <summary>A new member that must be there: no value stored before has it.</summary>
    AddedRequired,

    ValueRemoved,
    ValueChanged,
    DerivedTypeRemoved,
    DiscriminatorChanged,

    /// <summary>The type is no longer stored in the same way.</summary>
    Restructured,
}

/// <summary>A difference that keeps values of the older shape from being read as the newer.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Type">The type it has happened in.</param>
/// <param name="IsInState">Whether that is the state type itself.</param>
/// <param name="Name">The member, value or discriminator.</param>
/// <param name="Old">What it was.</param>
/// <param name="New">What it is.</param>
internal sealed record ShapeChange(ShapeChangeKind Kind, string Type, bool IsInState, string Name, string Old, string New)
{
    public override string ToString()
    {
        var of = IsInState ? "" : $" of '{Type}'";
        return Kind switch
        {
            ShapeChangeKind.Removed => $"'{Name}'{of} ({Old}) was removed",
            ShapeChangeKind.Renamed => $"'{Name}'{of} was renamed to '{New}'",
            ShapeChangeKind.Retyped or ShapeChangeKind.MadeRequired => $"'{Name}'{of} was '{Old}' and is '{New}'",
            ShapeChangeKind.AddedRequired => $"'{Name}'{of} ({New}) is new and required",
            ShapeChangeKind.ValueRemoved => $"value '{Name}' of '{Type}' ({Old}) was removed",
            ShapeChangeKind.ValueChanged => $"value '{Name}' of '{Type}' was {Old} and is {New}",
            ShapeChangeKind.DerivedTypeRemoved => $"derived type '{Name}' of '{Type}' ({Old}) was removed",
            ShapeChangeKind.DiscriminatorChanged => $"the discriminator of '{Type}' was '{Old}' and is '{New}'",
            _ => $"'{Type}' was {Old} and is {New}",
        };
    }
}
