using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessions;

/// <summary>
/// A prepared statement of one connection, used again and again: its parameters are bound in order, its rows are stepped through, and
/// disposing it makes it ready for the next use. What the provider's commands do, without making their objects for each use.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int StackLimit = 512;

    private readonly SqliteLink _link;
    private readonly sqlite3_stmt _handle;
    private int _bound;
    private bool _isInUse;

    public SqliteStatement(SqliteLink link, Sql sql)
    {
        _link = link;
        link.Check(raw.sqlite3_prepare_v3(link.Handle, sql.Text, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    /// <summary>Begins a use.</summary>
    public SqliteStatement Begin()
    {
        if (_isInUse)
        {
            throw new InvalidOperationException("The statement is in use already.");
        }

        (_isInUse, _bound) = (true, 0);
        _link.StatementsInUse++;
        return this;
    }

    public SqliteStatement Bind(long value)
    {
        _link.Check(raw.sqlite3_bind_int64(_handle, ++_bound, value));
        return this;
    }

    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public SqliteStatement Bind(DateTimeOffset value) => Bind(value.UtcTicks);

    public SqliteStatement Bind(DateTimeOffset? value) => value is { } time ? Bind(time) : BindNull();

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = size <= StackLimit ? null : ArrayPool<byte>.Shared.Rent(size);
        Span<byte> buffer = rented ?? stackalloc byte[StackLimit];
        BindText(buffer[..Encoding.UTF8.GetBytes(value, buffer)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return this;
    }

    /// <summary>Binds text that is UTF-8 already.</summary>
    public SqliteStatement BindText(ReadOnlySpan<byte> utf8)
    {
        _link.Check(raw.sqlite3_bind_text(_handle, ++_bound, utf8));
        return this;
    }

    /// <summary>Binds text that is UTF-8 already, or NULL.</summary>
    public SqliteStatement BindText(byte[]? utf8) => utf8 is null ? BindNull() : BindText(utf8.AsSpan());

    public SqliteStatement BindBlob(ReadOnlySpan<byte> value)
    {
        _link.Check(raw.sqlite3_bind_blob(_handle, ++_bound, value));
        return this;
    }

    public SqliteStatement BindBlob(ReadOnlyMemory<byte>? value) => value is { } bytes ? BindBlob(bytes.Span) : BindNull();

    public SqliteStatement BindNull()
    {
        _link.Check(raw.sqlite3_bind_null(_handle, ++_bound));
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_handle);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            _link.Check(result);
        }

        return result == raw.SQLITE_ROW;
    }

    /// <summary>Runs the statement to its end.</summary>
    /// <returns>How many rows it has written.</returns>
    public int Execute()
    {
        try
        {
            while (Step())
            {
            }

            return raw.sqlite3_changes(_link.Handle);
        }
        finally
        {
            Dispose();
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Int64(int column)
    {
        var type = raw.sqlite3_column_type(_handle, column);
        return type == raw.SQLITE_INTEGER ? raw.sqlite3_column_int64(_handle, column) : throw Damage(column, "an integer");
    }

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public DateTimeOffset Time(int column) => new(Int64(column), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a text, until the statement goes on.</summary>
    public ReadOnlySpan<byte> Utf8(int column) =>
        raw.sqlite3_column_type(_handle, column) == raw.SQLITE_TEXT ? raw.sqlite3_column_blob(_handle, column) : throw Damage(column, "text");

    /// <summary>The bytes of a blob, until the statement goes on.</summary>
    public ReadOnlySpan<byte> Blob(int column) =>
        raw.sqlite3_column_type(_handle, column) == raw.SQLITE_BLOB ? raw.sqlite3_column_blob(_handle, column) : throw Damage(column, "a blob");

    public bool IsBlob(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_BLOB;

    /// <summary>Ends the use.</summary>
    public void Dispose()
    {
        if (_isInUse)
        {
            // What the statement failed with has been thrown by the step.
            _ = raw.sqlite3_reset(_handle);
            _isInUse = false;
            _link.StatementsInUse--;
        }
    }

    /// <summary>Lets go of the statement, with its connection.</summary>
    public void Close() => _handle.Dispose();

    private InvalidDataException Damage(int column, string expected) =>
        new($"Column '{raw.sqlite3_column_name(_handle, column).utf8_to_string()}' is not {expected}.");
}
