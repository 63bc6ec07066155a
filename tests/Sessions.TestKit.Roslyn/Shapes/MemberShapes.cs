namespace Sessions.Shapes;

/// <summary>A state type for each type that a member may have; it is warned of those that JSON does not give back.</summary>
public static class MemberShapes
{
    public static IEnumerable<ShapeCase> All() => MemberTypes.All.Select(member => new ShapeCase(
        $"{member.Type} = {member.Value}",
        $$"""
        namespace N~;
        [AgentSessionState]
        public sealed partial class P~
        {
            public {{member.Type}} Value { get; set; } = default!;
            public static object Create() => new P~ { Value = {{member.Value}} };
        }
        """,
        Refusal: member.Type.Contains("object", StringComparison.Ordinal) ? "SESS015" : null));
}
