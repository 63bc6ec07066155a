using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>The input of a run that was given a text: one message, made here, so that no caller has it to change.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is named for what it holds.")]
internal sealed class TextInput(string text) : IReadOnlyList<ChatMessage>
{
    private readonly ChatMessage _message = new(ChatRole.User, text);

    public int Count => 1;

    public ReadOnlySpan<ChatMessage> AsSpan() => new(in _message);

    public ChatMessage this[int index] => index == 0 ? _message : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<ChatMessage> GetEnumerator()
    {
        yield return _message;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
