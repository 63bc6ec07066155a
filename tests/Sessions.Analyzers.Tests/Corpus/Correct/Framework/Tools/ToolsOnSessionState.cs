using System.ComponentModel;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Tools;

public sealed class Notes
{
    public List<string> Lines { get; set; } = [];
}

public static class NoteTools
{
    public static AITool Tool { get; } = AIFunctionFactory.Create(Note);

    [Description("Takes a note.")]
    private static string Note(string line)
    {
        AgentSession session = AIAgent.CurrentRunContext!.Session!;
        Notes notes = session.StateBag.GetValue<Notes>("notes") ?? new Notes();
        notes.Lines.Add(line);
        session.StateBag.SetValue("notes", notes);
        return $"{notes.Lines.Count} notes.";
    }
}
