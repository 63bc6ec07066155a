using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Copies annotations and their regions. As with contents, one of a user's own type stays as it is.</summary>
internal static class AnnotationCopy
{
    public static AIAnnotation Of(AIAnnotation annotation, ContentCopier copier)
    {
        if (New(annotation) is not { } copy)
        {
            return annotation;
        }

        copy.AnnotatedRegions = annotation.AnnotatedRegions is { } regions ? [.. regions.Select(Of)] : null;
        copy.AdditionalProperties = copier.Properties(annotation.AdditionalProperties);
        return copy;
    }

    private static AIAnnotation? New(AIAnnotation? annotation)
    {
        if (annotation?.GetType() == typeof(AIAnnotation))
        {
            return new AIAnnotation();
        }

        return annotation is CitationAnnotation citation && citation.GetType() == typeof(CitationAnnotation)
            ? new CitationAnnotation
            {
                Title = citation.Title,
                Url = citation.Url,
                FileId = citation.FileId,
                ToolName = citation.ToolName,
                Snippet = citation.Snippet,
            }
            : null;
    }

    // A region of the base type has nothing in it that could change.
    private static AnnotatedRegion Of(AnnotatedRegion region) => region is TextSpanAnnotatedRegion span
        ? new TextSpanAnnotatedRegion { StartIndex = span.StartIndex, EndIndex = span.EndIndex }
        : region;
}
