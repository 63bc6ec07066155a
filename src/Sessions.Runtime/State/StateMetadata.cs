using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// What the generated JSON metadata of a state type is made with. It is public for generated code, which derives from it; it is
/// not meant to be used by hand, and may change with the generator.
/// </summary>
/// <remarks>Safe for concurrent use: it keeps nothing.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StateMetadata : IJsonTypeInfoResolver
{
    /// <inheritdoc/>
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => BuiltInMetadata.Create(type, options) ?? Create(type, options);

    /// <summary>Makes the metadata of one of the state's own types.</summary>
    /// <param name="type">The type.</param>
    /// <param name="options">The options that it is for.</param>
    /// <returns>The metadata, or <see langword="null"/> for any other type.</returns>
    protected abstract JsonTypeInfo? Create(Type type, JsonSerializerOptions options);

    /// <summary>Makes the metadata of a state type, with options of its own.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="resolver">Makes the metadata of the types that it is made of.</param>
    /// <returns>The metadata.</returns>
    protected static JsonTypeInfo<T> Resolve<T>(IJsonTypeInfoResolver resolver)
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = resolver };
        options.MakeReadOnly();
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    /// <summary>Makes the metadata of a type that is written by a converter.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <param name="converter">The converter.</param>
    /// <returns>The metadata.</returns>
    protected static JsonTypeInfo<T> Value<T>(JsonSerializerOptions options, JsonConverter converter) =>
        JsonMetadataServices.CreateValueInfo<T>(options, ForeignEnumConverter.Find(options, typeof(T)) ?? converter);

    /// <summary>Makes the metadata of an enum, written as a number.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <returns>The metadata.</returns>
    protected static JsonTypeInfo<T> Enum<T>(JsonSerializerOptions options)
        where T : struct, Enum => JsonMetadataServices.CreateValueInfo<T>(
            options,
            ForeignEnumConverter.Find(options, typeof(T)) is null ? JsonMetadataServices.GetEnumConverter<T>(options) : FromFactory<T>(options, new JsonStringEnumConverter<T>()));

    /// <summary>Makes the metadata of a value that may be <see langword="null"/>.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <returns>The metadata.</returns>
    protected static JsonTypeInfo<T?> Nullable<T>(JsonSerializerOptions options)
        where T : struct => JsonMetadataServices.CreateValueInfo<T?>(
            options,
            options.GetTypeInfo(typeof(T)).Converter as ForeignEnumConverter as JsonConverter ?? JsonMetadataServices.GetNullableConverter<T>(options));

    /// <summary>Makes the converter for a nullable value from that of the value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <param name="converter">The value's converter.</param>
    /// <returns>The converter.</returns>
    protected static JsonConverter<T?> ForNullable<T>(JsonSerializerOptions options, JsonConverter<T> converter)
        where T : struct => JsonMetadataServices.GetNullableConverter(JsonMetadataServices.CreateValueInfo<T>(options, converter));

    /// <summary>Asks a factory for its converter.</summary>
    /// <typeparam name="T">The type to be converted.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <param name="factory">The factory.</param>
    /// <returns>The converter.</returns>
    /// <exception cref="InvalidOperationException">The factory has none for the type.</exception>
    protected static JsonConverter<T> FromFactory<T>(JsonSerializerOptions options, JsonConverterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.CanConvert(typeof(T)) && factory.CreateConverter(typeof(T), options) is JsonConverter<T> converter
            ? converter
            : throw new InvalidOperationException($"The converter factory {factory.GetType()} has no converter for {typeof(T)}.");
    }

    /// <summary>Asks a factory for its converter of a nullable value, or of the value where it knows only that.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <param name="factory">The factory.</param>
    /// <returns>The converter.</returns>
    /// <exception cref="InvalidOperationException">The factory has none for either.</exception>
    protected static JsonConverter<T?> FromFactoryForNullable<T>(JsonSerializerOptions options, JsonConverterFactory factory)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.CanConvert(typeof(T?)) ? FromFactory<T?>(options, factory) : ForNullable(options, FromFactory<T>(options, factory));
    }

    /// <summary>Says how a collection is made.</summary>
    /// <typeparam name="T">The collection.</typeparam>
    /// <param name="create">Makes an empty one, where its constructor does.</param>
    /// <returns>What <see cref="JsonMetadataServices"/> asks for.</returns>
    protected static JsonCollectionInfoValues<T> Collection<T>(Func<T>? create = null) => new() { ObjectCreator = create };

    /// <summary>Says how the numbers of a collection or a plain type are read and written.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="typeInfo">What <see cref="JsonMetadataServices"/> made.</param>
    /// <param name="numberHandling">What <see cref="JsonNumberHandlingAttribute"/> says.</param>
    /// <returns>The same metadata.</returns>
    protected static JsonTypeInfo<T> WithNumbers<T>(JsonTypeInfo<T> typeInfo, JsonNumberHandling? numberHandling = null)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);

        // What the services make says that numbers are strict, even where nothing was said: each number in a collection then
        // goes the slow way of numbers that are handled.
        typeInfo.NumberHandling = numberHandling;
        return typeInfo;
    }

    /// <summary>Makes the metadata of a plain type that is made without arguments, or not at all.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <param name="create">Makes one; <see langword="null"/> if it is only written.</param>
    /// <param name="members">Its members; <see langword="null"/> if it has none.</param>
    /// <param name="numberHandling">What <see cref="JsonNumberHandlingAttribute"/> says.</param>
    /// <returns>The metadata.</returns>
    protected static JsonTypeInfo<T> Plain<T>(
        JsonSerializerOptions options,
        Func<T>? create,
        Func<JsonSerializerOptions, JsonPropertyInfo[]>? members,
        JsonNumberHandling? numberHandling = null)
        where T : notnull => WithNumbers(JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<T>
        {
            ObjectCreator = create,
            PropertyMetadataInitializer = members is null ? static _ => [] : _ => members(options),
        }), numberHandling);

    /// <summary>Makes the metadata of a plain type that is made with arguments.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <param name="create">Makes one of the arguments.</param>
    /// <param name="parameters">What the arguments are.</param>
    /// <param name="members">Its members; <see langword="null"/> if it has none.</param>
    /// <param name="numberHandling">What <see cref="JsonNumberHandlingAttribute"/> says.</param>
    /// <returns>The metadata.</returns>
    protected static JsonTypeInfo<T> Plain<T>(
        JsonSerializerOptions options,
        Func<object[], T> create,
        Func<JsonParameterInfoValues[]> parameters,
        Func<JsonSerializerOptions, JsonPropertyInfo[]>? members,
        JsonNumberHandling? numberHandling = null)
        where T : notnull => WithNumbers(JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<T>
        {
            ObjectWithParameterizedConstructorCreator = create,
            ConstructorParameterMetadataInitializer = parameters,
            PropertyMetadataInitializer = members is null ? static _ => [] : _ => members(options),
        }), numberHandling);

    /// <summary>Makes the metadata of a property.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="options">The options that it is for.</param>
    /// <param name="declaringType">The type that declares it.</param>
    /// <param name="name">Its name in C#.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Sets it.</param>
    /// <param name="jsonName">Its name in JSON, if it is not the same.</param>
    /// <param name="isVirtual">Whether it is virtual, abstract or an override.</param>
    /// <param name="isIncluded">Whether <see cref="JsonIncludeAttribute"/> is on it.</param>
    /// <param name="isRequired">Whether JSON must have it.</param>
    /// <param name="isExtensionData">Whether it takes what no member is for.</param>
    /// <param name="isField">Whether it is a field.</param>
    /// <param name="order">Its place among the members.</param>
    /// <param name="converter">The converter that an attribute names.</param>
    /// <param name="ignore">When it is left out.</param>
    /// <param name="numberHandling">What <see cref="JsonNumberHandlingAttribute"/> says.</param>
    /// <param name="creationHandling">What <see cref="JsonObjectCreationHandlingAttribute"/> says.</param>
    /// <returns>The metadata.</returns>
    protected static JsonPropertyInfo Member<T>(
        JsonSerializerOptions options,
        Type declaringType,
        string name,
        Func<object, T?>? get,
        Action<object, T?>? set,
        string? jsonName = null,
        bool isVirtual = false,
        bool isIncluded = false,
        bool isRequired = false,
        bool isExtensionData = false,
        bool isField = false,
        int order = 0,
        JsonConverter<T>? converter = null,
        JsonIgnoreCondition? ignore = null,
        JsonNumberHandling? numberHandling = null,
        JsonObjectCreationHandling? creationHandling = null)
    {
        var member = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
        {
            IsProperty = !isField,

            // What is not public would be left out, or refused, were it not called public.
            IsPublic = true,
            IsVirtual = isVirtual,
            DeclaringType = declaringType,
            PropertyName = name,
            Getter = get,
            Setter = set,
            JsonPropertyName = jsonName,
            HasJsonInclude = isIncluded,
            IsExtensionData = isExtensionData,
            Converter = converter,
            IgnoreCondition = ignore,
            NumberHandling = numberHandling,
        });
        if (isRequired)
        {
            member.IsRequired = true;
        }

        if (order != 0)
        {
            member.Order = order;
        }

        if (creationHandling is not null)
        {
            member.ObjectCreationHandling = creationHandling;
        }

        return member;
    }

    /// <summary>Describes a parameter of a constructor.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="position">Its place, from 0.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The description.</returns>
    protected static JsonParameterInfoValues Parameter<T>(int position, string name) =>
        new() { Name = name, ParameterType = typeof(T), Position = position };

    /// <summary>Describes an optional parameter of a constructor.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="position">Its place, from 0.</param>
    /// <param name="name">Its name.</param>
    /// <param name="defaultValue">What it is where it is not given.</param>
    /// <returns>The description.</returns>
    protected static JsonParameterInfoValues Parameter<T>(int position, string name, object? defaultValue) =>
        new() { Name = name, ParameterType = typeof(T), Position = position, HasDefaultValue = true, DefaultValue = defaultValue };

    /// <summary>Takes the metadata of a type from Microsoft.Extensions.AI.</summary>
    /// <param name="type">The type.</param>
    /// <param name="options">The options that it is for.</param>
    /// <returns>The metadata, or <see langword="null"/> where there is none.</returns>
    protected static JsonTypeInfo? FromAI(Type type, JsonSerializerOptions options) =>
        AIJsonUtilities.DefaultOptions.TypeInfoResolver?.GetTypeInfo(type, options);
}
