namespace Sessions.Generators;

/// <summary>Why a history provider has no method to load or to save with.</summary>
internal enum HistoryMethodProblem
{
    None,

    /// <summary>There is no method of the name.</summary>
    Missing,

    /// <summary>More than one method of the name can be used.</summary>
    Ambiguous,

    /// <summary>The method has type parameters.</summary>
    Generic,

    /// <summary>It is a base class's and private there.</summary>
    Inaccessible,

    /// <summary>It returns what no messages can be had from; or, to save, something that is neither awaited nor nothing.</summary>
    ReturnType,

    /// <summary>It is <c>async void</c>: nobody would know when the messages are saved, nor that it failed.</summary>
    AsyncVoid,

    /// <summary>A parameter is passed by reference.</summary>
    ByReference,

    /// <summary>A parameter is of a type that nothing is known to give for.</summary>
    UnknownParameter,

    /// <summary>Two parameters are of one type.</summary>
    RepeatedParameter,

    /// <summary>It is to save messages and takes none.</summary>
    NoMessages,
}
