using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Sessions;

/// <summary>Which file is at a path, so that one in its place is told from it: a database that is open goes on with a file that is not there any more.</summary>
/// <remarks>
/// On Linux it is the device and the inode. Elsewhere it is the time of creation; Windows lets nobody delete or replace a file that
/// SQLite has open. The file itself is not opened: closing it again would drop the locks that SQLite has on it.
/// </remarks>
internal sealed record SqliteFileIdentity(ulong Device, ulong File)
{
    // The layout of the kernel's struct statx, which is the same on every architecture.
    private const int StatxSize = 256;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;
    private const int CurrentDirectory = -100;
    private const uint InodeMask = 0x100;

    /// <summary>The file at a path; <see langword="null"/> if there is none.</summary>
    public static SqliteFileIdentity? Of(SqliteFilePath path)
    {
        if (OperatingSystem.IsLinux() && TryFindOnLinux(path.Utf8, out var identity))
        {
            return identity;
        }

        return System.IO.File.Exists(path.Path) ? new(0, OperatingSystem.IsLinux() ? 0 : (ulong)System.IO.File.GetCreationTimeUtc(path.Path).Ticks) : null;
    }

    /// <summary>Looks for a file with the kernel's call.</summary>
    /// <returns>Whether the file could be looked for: not with a C library without the call. Then that it is there is what can be told.</returns>
    private static bool TryFindOnLinux(byte[] path, out SqliteFileIdentity? identity)
    {
        try
        {
            Span<byte> buffer = stackalloc byte[StatxSize];
            identity = Statx(CurrentDirectory, path, 0, InodeMask, ref MemoryMarshal.GetReference(buffer)) != 0 ? null : new(
                ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(buffer[DeviceOffset..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(buffer[(DeviceOffset + 4)..]),
                BinaryPrimitives.ReadUInt64LittleEndian(buffer[InodeOffset..]));
            return true;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            identity = null;
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, ref byte buffer);
}

/// <summary>A path, as it is given to the system with every operation.</summary>
/// <param name="path">The path.</param>
internal sealed class SqliteFilePath(string path)
{
    public string Path => path;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(path + '\0');
}
