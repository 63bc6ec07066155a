using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>What is to be known of one kind of content: a row of <see cref="ContentKinds"/>.</summary>
internal abstract class ContentKind
{
    /// <summary>The type of the contents of this kind.</summary>
    public abstract Type Type { get; }

    /// <summary>What such a content is to those around it.</summary>
    public ContentRole Role { get; init; }

    /// <summary>Whether clients leave it out of what they send: it is told to the application, not to the model.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>Whether something else has to stand before or behind it.</summary>
    public bool IsPaired => Role is not (ContentRole.None or ContentRole.Reasoning);

    /// <summary>Whether the caller's side, a tool or the user, has to answer it.</summary>
    public bool AsksCaller => Role is ContentRole.FunctionCall or ContentRole.ApprovalRequest;

    public bool IsApproval => Role is ContentRole.ApprovalRequest or ContentRole.ApprovalResponse;

    public bool IsResult => Role is ContentRole.FunctionResult or ContentRole.HostedResult;

    /// <summary>Whether a content is sent and has nothing in it, which services refuse.</summary>
    public abstract bool IsBlank(AIContent content);

    /// <summary>Copies a content as far as its own members go; not one of a derived type, which would lose what that adds.</summary>
    public abstract AIContent? TryCopy(AIContent content, ContentCopier copier);

    /// <summary>Estimates the characters that a content is sent as.</summary>
    /// <param name="content">The content.</param>
    /// <param name="measure">What is counted.</param>
    public abstract long CountCharacters(AIContent content, ContentMeasure measure);

    /// <summary>Writes a content as a part of a message, in the form that OpenTelemetry's conventions for generative AI give it.</summary>
    public abstract void WritePart(Utf8JsonWriter json, AIContent content);
}

/// <inheritdoc cref="ContentKind"/>
/// <typeparam name="TContent">The type of the contents of this kind.</typeparam>
internal sealed class ContentKind<TContent> : ContentKind
    where TContent : AIContent
{
    /// <inheritdoc/>
    public override Type Type => typeof(TContent);

    /// <summary>Says when there is nothing in a content; by default, never.</summary>
    public Predicate<TContent>? Blank { get; init; }

    /// <summary>
    /// Makes a new content of a content's members, but for those that all contents have; <see langword="null"/> where only derived
    /// types can be made.
    /// </summary>
    public required Func<TContent, ContentCopier, TContent>? Copy { get; init; }

    /// <summary>Estimates the characters of a content.</summary>
    public required Func<TContent, ContentMeasure, long> Characters { get; init; }

    /// <summary>Writes a content as telemetry tells it.</summary>
    public required Action<Utf8JsonWriter, TContent> Part { get; init; }

    public override bool IsBlank(AIContent content) => Blank?.Invoke((TContent)content) == true;

    public override AIContent? TryCopy(AIContent content, ContentCopier copier) =>
        content.GetType() == typeof(TContent) ? Copy?.Invoke((TContent)content, copier) : null;

    public override long CountCharacters(AIContent content, ContentMeasure measure) => Characters((TContent)content, measure);

    public override void WritePart(Utf8JsonWriter json, AIContent content) => Part(json, (TContent)content);
}
