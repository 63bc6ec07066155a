namespace Sessions;

/// <summary>The order in which sessions are listed.</summary>
public enum SessionOrder
{
    /// <summary>
    /// Those that were committed last come first. A session that is committed while it is listed moves to the front, and may be missed
    /// by a list that is past the front already.
    /// </summary>
    UpdatedDescending = 0,

    /// <summary>By their ids, in an order of the store's. What is there throughout is listed exactly once.</summary>
    Id = 1,
}
