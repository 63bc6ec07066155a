using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sessions;

/// <summary>Numbers that no other session or commit of the tenant has or had: no sequence has to be asked, on whichever server the tenant is.</summary>
internal static class OwnNumber
{
    public static long New()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) & long.MaxValue;
    }
}
