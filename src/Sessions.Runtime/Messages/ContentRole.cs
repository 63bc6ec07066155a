namespace Sessions;

/// <summary>What a content is to those around it: what has to stand before or behind it for a service to accept it.</summary>
internal enum ContentRole
{
    /// <summary>It stands for itself.</summary>
    None,

    /// <summary>It has to lead to something: services refuse an answer that ends with it.</summary>
    Reasoning,

    /// <summary>A call of a tool on the caller's side. Needs its result right behind it.</summary>
    FunctionCall,

    /// <summary>The result of such a call.</summary>
    FunctionResult,

    /// <summary>Asks the user to approve a call. Needs its answer.</summary>
    ApprovalRequest,

    /// <summary>The user's answer to such a request.</summary>
    ApprovalResponse,

    /// <summary>A call that the service makes itself. Needs its result behind it, in the same answer.</summary>
    HostedCall,

    /// <summary>The result of such a call.</summary>
    HostedResult,
}
