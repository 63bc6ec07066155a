using System.Runtime.InteropServices;

namespace Sessions;

/// <summary>What is counted of a content, and how deep it is in others.</summary>
/// <param name="OfMemory">Whether it is what the content takes in memory; otherwise what it is sent as, where a file counts the same whatever its size.</param>
/// <param name="Depth">How many contents it is nested in.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentMeasure(bool OfMemory, int Depth)
{
    public ContentMeasure Deeper => this with { Depth = Depth + 1 };
}
