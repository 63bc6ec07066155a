namespace Sessions.Generators;

/// <summary>Why a provider has no method of a name that it can call.</summary>
internal enum ProviderMethodProblem
{
    None,

    /// <summary>There is no method of the name.</summary>
    Missing,

    /// <summary>The method of the name implements an interface explicitly, and cannot be called by its name.</summary>
    Explicit,

    /// <summary>More than one method of the name can be used.</summary>
    Ambiguous,

    /// <summary>The method has type parameters.</summary>
    Generic,

    /// <summary>It is a base class's and private there.</summary>
    Inaccessible,

    /// <summary>It returns what no messages can be had from; or, where none are wanted, what is neither awaited nor nothing.</summary>
    ReturnType,

    /// <summary>It is <c>async void</c>: nobody would know when it is done, nor that it failed.</summary>
    AsyncVoid,

    /// <summary>A parameter is passed by reference.</summary>
    ByReference,

    /// <summary>A parameter is of a type that nothing is known to give for.</summary>
    UnknownParameter,

    /// <summary>A parameter takes messages in a form in which they are not given.</summary>
    MessagesForm,

    /// <summary>A parameter takes session state that a session need not have, and that cannot be made without arguments.</summary>
    StateWithoutDefault,

    /// <summary>Two parameters are of one type.</summary>
    RepeatedParameter,

    /// <summary>It is called for messages and takes none.</summary>
    NoMessages,
}
