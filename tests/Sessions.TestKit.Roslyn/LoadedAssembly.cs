using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace Sessions.Roslyn;

/// <summary>A compilation that is emitted to memory, loaded and run. It shares the test's own libraries.</summary>
public sealed class LoadedAssembly : IDisposable
{
    private readonly AssemblyLoadContext _context = new("test", isCollectible: true);

    /// <summary>Loads what a compilation without a warning is compiled to.</summary>
    public LoadedAssembly(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.AssertCompiles().Emit(image);
        new DefaultVerifier().True(result.Success, CompilationAssert.Describe(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        Assembly = _context.LoadFromStream(image);
    }

    /// <summary>What was loaded.</summary>
    public Assembly Assembly { get; }

    /// <summary>One of its types.</summary>
    public Type Type(string metadataName) => Assembly.GetType(metadataName, throwOnError: true)!;

    /// <summary>Calls a static method, and awaits it where it gives a task; an exception of its own comes out as it is.</summary>
    public async Task<object?> RunAsync(string metadataName, string method, params object?[] arguments)
    {
        const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        object? result;
        try
        {
            result = Type(metadataName).GetMethod(method, AnyStatic)!.Invoke(null, arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }

        if (result is not Task task)
        {
            return result;
        }

        await task;
        return task.GetType().GetProperty(nameof(Task<>.Result))?.GetValue(task);
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();
}
