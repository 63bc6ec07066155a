using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Remembers the model of each annotated type, so that it is not read again while all declarations stay what they are.</summary>
/// <remarks>
/// At each keystroke the compiler asks for every model: in a new compilation, each name may mean something else. But it does
/// only if some declaration says something else, and most keystrokes are in bodies. The memory is one driver's. It is safe for
/// concurrent use and keeps nothing alive: no syntax, and no compilation.
/// </remarks>
/// <param name="parse">Makes the model of a type.</param>
internal sealed class ModelMemory<TModel>(Func<GeneratorAttributeSyntaxContext, CancellationToken, TModel?> parse)
    where TModel : class
{
    private readonly ConditionalWeakTable<SyntaxNode, Remembered> _models = new();
    private readonly DeclarationHistory _history = new();

    /// <summary>The model of the type, made anew if the type or a declaration of the compilation has changed.</summary>
    public TModel? Get(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var age = _history.AgeOf(context.SemanticModel.Compilation, cancellationToken);
        var remembered = _models.GetOrCreateValue(context.TargetNode);
        if (remembered.Last is { } last && last.Age == age)
        {
            return last.Model;
        }

        var model = parse(context, cancellationToken);
        remembered.Last = new(age, model);
        return model;
    }

    /// <summary>What is remembered of a type: one reference, so that no thread finds the model of one age under another.</summary>
    private sealed class Remembered
    {
        public Made? Last { get; set; }
    }

    private sealed record Made(DeclarationAge Age, TModel? Model);
}
