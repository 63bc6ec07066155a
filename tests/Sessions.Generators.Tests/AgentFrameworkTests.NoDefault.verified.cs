    /// <summary>Reads and writes a session's <see cref="global::App.Account"/>.</summary>
    [global::System.CodeDom.Compiler.GeneratedCode("Sessions.Generators", "VERSION")]
    public static class AccountSessionExtensions
    {
        /// <summary>Reads the session's <see cref="global::App.Account"/>, if it has one.</summary>
        /// <param name="session">The session.</param>
        /// <returns>The stored value, or <see langword="null"/>.</returns>
        public static global::App.Account? GetAccount(
            this global::Sessions.Agents.AgentSession session)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return session.State.TryGet<global::App.Account>(out var value) ? value : null;
        }

        /// <summary>Replaces the session's <see cref="global::App.Account"/>, or sets it, atomically.</summary>
        /// <param name="session">The session.</param>
        /// <param name="update">
        /// Makes the new value from the stored one, or from <see langword="null"/>. It should be short: it runs under the state's lock.
        /// </param>
        /// <returns>The new value.</returns>
        public static global::App.Account UpdateAccount(
            this global::Sessions.Agents.AgentSession session,
            global::System.Func<global::App.Account?, global::App.Account> update)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return session.State.AddOrUpdate<global::App.Account>(update);
        }

        /// <summary>Sets the session's <see cref="global::App.Account"/>.</summary>
        /// <param name="session">The session.</param>
        /// <param name="value">The value.</param>
        public static void SetAccount(
            this global::Sessions.Agents.AgentSession session,
            global::App.Account value)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            session.State.Set<global::App.Account>(value);
        }

        /// <summary>Reads the session's <see cref="global::App.Account"/>, if it has one.</summary>
        /// <param name="session">The session.</param>
        /// <param name="value">The stored value, or <see langword="null"/>.</param>
        /// <returns>Whether the session has one.</returns>
        public static bool TryGetAccount(
            this global::Sessions.Agents.AgentSession session,
            [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out global::App.Account? value)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return session.State.TryGet<global::App.Account>(out value);
        }

        /// <summary>Removes the session's <see cref="global::App.Account"/>.</summary>
        /// <param name="session">The session.</param>
        /// <returns>Whether the session had one.</returns>
        public static bool ClearAccount(
            this global::Sessions.Agents.AgentSession session)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return session.State.Clear<global::App.Account>();
        }

        /// <summary>Reads the session's <see cref="global::App.Account"/>, if it has one.</summary>
        /// <param name="session">The session.</param>
        /// <returns>The stored value, or <see langword="null"/>.</returns>
        public static global::App.Account? GetAccount(
            this global::Microsoft.Agents.AI.AgentSession session)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return global::Sessions.AgentFramework.AgentFrameworkStateExtensions.TryGetState<global::App.Account>(
                session,
                out var value) ? value : null;
        }

        /// <summary>Replaces the session's <see cref="global::App.Account"/>, or sets it, atomically.</summary>
        /// <param name="session">The session.</param>
        /// <param name="update">
        /// Makes the new value from the stored one, or from <see langword="null"/>. It should be short: it runs under the state's lock.
        /// </param>
        /// <returns>The new value.</returns>
        public static global::App.Account UpdateAccount(
            this global::Microsoft.Agents.AI.AgentSession session,
            global::System.Func<global::App.Account?, global::App.Account> update)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return global::Sessions.AgentFramework.AgentFrameworkStateExtensions.AddOrUpdateState<global::App.Account>(
                session,
                update);
        }

        /// <summary>Sets the session's <see cref="global::App.Account"/>.</summary>
        /// <param name="session">The session.</param>
        /// <param name="value">The value.</param>
        public static void SetAccount(
            this global::Microsoft.Agents.AI.AgentSession session,
            global::App.Account value)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            global::Sessions.AgentFramework.AgentFrameworkStateExtensions.SetState<global::App.Account>(
                session,
                value);
        }

        /// <summary>Reads the session's <see cref="global::App.Account"/>, if it has one.</summary>
        /// <param name="session">The session.</param>
        /// <param name="value">The stored value, or <see langword="null"/>.</param>
        /// <returns>Whether the session has one.</returns>
        public static bool TryGetAccount(
            this global::Microsoft.Agents.AI.AgentSession session,
            [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out global::App.Account? value)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return global::Sessions.AgentFramework.AgentFrameworkStateExtensions.TryGetState<global::App.Account>(
                session,
                out value);
        }

        /// <summary>Removes the session's <see cref="global::App.Account"/>.</summary>
        /// <param name="session">The session.</param>
        /// <returns>Whether the session had one.</returns>
        public static bool ClearAccount(
            this global::Microsoft.Agents.AI.AgentSession session)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return global::Sessions.AgentFramework.AgentFrameworkStateExtensions.ClearState<global::App.Account>(
                session);
        }
    }
}
