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
    public static SqliteFileIdentity? Of(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        return OperatingSystem.IsLinux() ? OnLinux(path) : new(0, (ulong)System.IO.File.GetCreationTimeUtc(path).Ticks);
    }

    private static SqliteFileIdentity? OnLinux(string path)
    {
        try
        {
            var buffer = new byte[StatxSize];
            return Statx(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, InodeMask, buffer) != 0 ? null : new(
                ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(DeviceOffset)) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(DeviceOffset + 4)),
                BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(InodeOffset)));
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library without the call. That the file is there is what can be told.
            return new(0, 0);
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, [Out] byte[] buffer);
}
