using System.Buffers.Binary;

namespace Sessions.Sqlite.Tests.Writing;

/// <summary>A write-ahead log, as SQLite's documentation of the file format lays it out.</summary>
internal static class WalFile
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;

    /// <summary>How many transactions were committed to a database's log since it was last begun anew.</summary>
    public static int CountCommits(string database) => Commits(ReadAll(database + "-wal")).Count();

    /// <summary>Where the frame of each commit ends.</summary>
    public static IEnumerable<int> Commits(byte[] log)
    {
        if (log.Length < HeaderSize)
        {
            yield break;
        }

        var pageSize = BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(8));
        var frameSize = FrameHeaderSize + pageSize;
        for (var at = HeaderSize; at + frameSize <= log.Length; at += frameSize)
        {
            // Frames from before the log was begun anew have another salt.
            if (!log.AsSpan(at + 8, 8).SequenceEqual(log.AsSpan(16, 8)))
            {
                yield break;
            }

            if (BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(at + 4)) != 0)
            {
                yield return at + frameSize;
            }
        }
    }

    /// <summary>The bytes of a file that others write.</summary>
    public static byte[] ReadAll(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
