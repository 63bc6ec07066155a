using System.Runtime.InteropServices;

namespace Sessions;

/// <summary>Where a content stands: its message among those that are paired, and its place in it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentPosition(int Message, int Content);
