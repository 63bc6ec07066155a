using System.Diagnostics;

namespace Sessions.Sqlite.Tests.Faults;

/// <summary>
/// A disk of a few megabytes with a directory for a database, which can be filled and freed. Where there is no right to mount one, the
/// test is skipped, and in CI it fails.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Missing = "A small disk cannot be mounted here: that needs Linux, and the right to mount a tmpfs.";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-disk-");
    private readonly bool _isMounted;

    public SmallDisk(int megabytes)
    {
        _isMounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", _directory.FullName);
        if (!_isMounted)
        {
            _directory.Delete();
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is null or "", Missing);
            throw new InvalidOperationException(Missing);
        }
    }

    public string Database => Path.Combine(_directory.FullName, "sessions.db");

    public string ConnectionString => $"Data Source={Database}";

    private string Filler => Path.Combine(_directory.FullName, "filler");

    /// <summary>Leaves no room but so many bytes, at most all.</summary>
    public void Fill(int left = 0)
    {
        using (var file = new FileStream(Filler, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            try
            {
                file.Position = file.Length;
                for (var block = new byte[4096]; ;)
                {
                    file.Write(block);
                }
            }
            catch (IOException)
            {
            }

            file.SetLength(Math.Max(0, file.Length - left));
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        if (_isMounted)
        {
            _ = Run("umount", "-l", _directory.FullName);
            _directory.Delete();
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
