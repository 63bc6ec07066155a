namespace Sessions;

/// <summary>
/// A file beside the database that keeps some room of the disk: nothing can be erased on a full disk before it is given room.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class SqliteReserve(string path)
{
    // As large as the log becomes, which has to go into the database first, and what erasing writes to it meanwhile.
    private const long Size = 6 * 1024 * 1024;

    /// <summary>Keeps the room, if it is there and is not kept yet.</summary>
    public void Keep()
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = Size });
            file.SetLength(Size);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process may be faster, and where the disk is full already there is none to keep.
        }
    }

    /// <summary>Gives the room back.</summary>
    /// <returns>Whether there was any.</returns>
    public bool TryRelease()
    {
        try
        {
            var isKept = File.Exists(path);
            File.Delete(path);
            return isKept;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
