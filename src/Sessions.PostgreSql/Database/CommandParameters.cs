using Npgsql;
using NpgsqlTypes;

namespace Sessions;

/// <summary>Adds parameters to a command, in their order, each with the type that its function has for it.</summary>
internal static class CommandParameters
{
    /// <summary>The tenant and the id.</summary>
    public static NpgsqlCommand Key(this NpgsqlCommand command, SessionKey key) => command.Text(BoundedText.Of(key.Tenant)).Text(BoundedText.Of(key.Id));

    public static NpgsqlCommand Text(this NpgsqlCommand command, string? value) => command.Add(value, NpgsqlDbType.Text);

    public static NpgsqlCommand Texts(this NpgsqlCommand command, string?[]? values) => command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static NpgsqlCommand Bigint(this NpgsqlCommand command, long? value) => command.Add(value, NpgsqlDbType.Bigint);

    public static NpgsqlCommand Bigints(this NpgsqlCommand command, long[]? values) => command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static NpgsqlCommand Time(this NpgsqlCommand command, DateTimeOffset? value) => command.Bigint(value?.UtcTicks);

    /// <summary>In microseconds.</summary>
    public static NpgsqlCommand Duration(this NpgsqlCommand command, TimeSpan? value) => command.Bigint(value?.Ticks / TimeSpan.TicksPerMicrosecond);

    public static NpgsqlCommand Integer(this NpgsqlCommand command, int? value) => command.Add(value, NpgsqlDbType.Integer);

    public static NpgsqlCommand Integers(this NpgsqlCommand command, int[]? values) => command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public static NpgsqlCommand Smallint(this NpgsqlCommand command, short value) => command.Add(value, NpgsqlDbType.Smallint);

    public static NpgsqlCommand Boolean(this NpgsqlCommand command, bool value) => command.Add(value, NpgsqlDbType.Boolean);

    public static NpgsqlCommand Bytes(this NpgsqlCommand command, byte[]? value) => command.Add(value, NpgsqlDbType.Bytea);

    public static NpgsqlCommand Bytes(this NpgsqlCommand command, ReadOnlyMemory<byte> value) => command.Add(value, NpgsqlDbType.Bytea);

    public static NpgsqlCommand Bytes(this NpgsqlCommand command, byte[]?[]? values) => command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    private static NpgsqlCommand Add<T>(this NpgsqlCommand command, T value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return command;
    }
}
