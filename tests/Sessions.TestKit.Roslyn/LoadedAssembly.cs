using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Sessions.Roslyn;

/// <summary>A compilation that is emitted to memory, loaded and run. It shares the test's own libraries.</summary>
internal sealed class LoadedAssembly : IDisposable
{
    private readonly AssemblyLoadContext _context = new("test", isCollectible: true);

    public LoadedAssembly(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.AssertCompiles().Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, CompilationAssert.Describe(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        Assembly = _context.LoadFromStream(image);
    }

    public Assembly Assembly { get; }

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

    public void Dispose() => _context.Unload();
}
