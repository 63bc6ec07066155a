using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace Company.Models;

/// <summary>What every program of the corpus is given: a model, and tools.</summary>
public static class Model
{
    public static IChatClient Connect(string deployment = "gpt") => throw new NotSupportedException(deployment);
}

public static class OfficeTools
{
    [Description("The weather of a city.")]
    public static string GetWeather(string city) => $"It is sunny in {city}.";

    [Description("The stock of an article.")]
    public static int GetStock(string article) => article.Length;
}
