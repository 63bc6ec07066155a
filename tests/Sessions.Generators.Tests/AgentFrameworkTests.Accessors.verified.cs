    /// <summary>Reads and writes a session's <see cref="global::App.TravelPreferences"/>.</summary>
    [global::System.CodeDom.Compiler.GeneratedCode("Sessions.Generators", "VERSION")]
    public static class TravelPreferencesSessionExtensions
    {
        /// <summary>Reads the session's <see cref="global::App.TravelPreferences"/>: the stored value, or a new one.</summary>
        /// <param name="session">The session.</param>
        /// <returns>The value.</returns>
        public static global::App.TravelPreferences GetTravelPreferences(
            this global::Sessions.Agents.AgentSession session)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return session.State.Get<global::App.TravelPreferences>();
        }

        /// <summary>Replaces the session's <see cref="global::App.TravelPreferences"/> by one made from it, atomically.</summary>
        /// <param name="session">The session.</param>
        /// <param name="update">
        /// Makes the new value from the stored one, or from a new one. It should be short: it runs under the state's lock.
        /// </param>
        /// <returns>The new value.</returns>
        public static global::App.TravelPreferences UpdateTravelPreferences(
            this global::Sessions.Agents.AgentSession session,
            global::System.Func<global::App.TravelPreferences, global::App.TravelPreferences> update)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return session.State.Update<global::App.TravelPreferences>(update);
        }

        /// <summary>Sets the session's <see cref="global::App.TravelPreferences"/>.</summary>
        /// <param name="session">The session.</param>
        /// <param name="value">The value.</param>
        public static void SetTravelPreferences(
            this global::Sessions.Agents.AgentSession session,
            global::App.TravelPreferences value)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            session.State.Set<global::App.TravelPreferences>(value);
        }

        /// <summary>Reads the session's <see cref="global::App.TravelPreferences"/>, if it has one.</summary>
        /// <param name="session">The session.</param>
        /// <param name="value">The stored value, or <see langword="null"/>.</param>
        /// <returns>Whether the session has one.</returns>
        public static bool TryGetTravelPreferences(
            this global::Sessions.Agents.AgentSession session,
            [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out global::App.TravelPreferences? value)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return session.State.TryGet<global::App.TravelPreferences>(out value);
        }

        /// <summary>Removes the session's <see cref="global::App.TravelPreferences"/>.</summary>
        /// <param name="session">The session.</param>
        /// <returns>Whether the session had one.</returns>
        public static bool ClearTravelPreferences(
            this global::Sessions.Agents.AgentSession session)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return session.State.Clear<global::App.TravelPreferences>();
        }

        /// <param name="session">The session.</param>
        extension(global::Sessions.Agents.AgentSession session)
        {
            /// <summary>The session's <see cref="global::App.TravelPreferences"/>: the stored value, or a new one.</summary>
            public global::App.TravelPreferences TravelPreferences
            {
                get => GetTravelPreferences(session);
                set => SetTravelPreferences(session, value);
            }
        }

        /// <summary>Reads the session's <see cref="global::App.TravelPreferences"/>: the stored value, or a new one.</summary>
        /// <param name="session">The session.</param>
        /// <returns>The value.</returns>
        public static global::App.TravelPreferences GetTravelPreferences(
            this global::Microsoft.Agents.AI.AgentSession session)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return global::Sessions.AgentFramework.AgentFrameworkStateExtensions.GetState<global::App.TravelPreferences>(
                session);
        }

        /// <summary>Replaces the session's <see cref="global::App.TravelPreferences"/> by one made from it, atomically.</summary>
        /// <param name="session">The session.</param>
        /// <param name="update">
        /// Makes the new value from the stored one, or from a new one. It should be short: it runs under the state's lock.
        /// </param>
        /// <returns>The new value.</returns>
        public static global::App.TravelPreferences UpdateTravelPreferences(
            this global::Microsoft.Agents.AI.AgentSession session,
            global::System.Func<global::App.TravelPreferences, global::App.TravelPreferences> update)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return global::Sessions.AgentFramework.AgentFrameworkStateExtensions.UpdateState<global::App.TravelPreferences>(
                session,
                update);
        }

        /// <summary>Sets the session's <see cref="global::App.TravelPreferences"/>.</summary>
        /// <param name="session">The session.</param>
        /// <param name="value">The value.</param>
        public static void SetTravelPreferences(
            this global::Microsoft.Agents.AI.AgentSession session,
            global::App.TravelPreferences value)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            global::Sessions.AgentFramework.AgentFrameworkStateExtensions.SetState<global::App.TravelPreferences>(
                session,
                value);
        }

        /// <summary>Reads the session's <see cref="global::App.TravelPreferences"/>, if it has one.</summary>
        /// <param name="session">The session.</param>
        /// <param name="value">The stored value, or <see langword="null"/>.</param>
        /// <returns>Whether the session has one.</returns>
        public static bool TryGetTravelPreferences(
            this global::Microsoft.Agents.AI.AgentSession session,
            [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out global::App.TravelPreferences? value)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return global::Sessions.AgentFramework.AgentFrameworkStateExtensions.TryGetState<global::App.TravelPreferences>(
                session,
                out value);
        }

        /// <summary>Removes the session's <see cref="global::App.TravelPreferences"/>.</summary>
        /// <param name="session">The session.</param>
        /// <returns>Whether the session had one.</returns>
        public static bool ClearTravelPreferences(
            this global::Microsoft.Agents.AI.AgentSession session)
        {
            global::System.ArgumentNullException.ThrowIfNull(session);
            return global::Sessions.AgentFramework.AgentFrameworkStateExtensions.ClearState<global::App.TravelPreferences>(
                session);
        }

        /// <param name="session">The session.</param>
        extension(global::Microsoft.Agents.AI.AgentSession session)
        {
            /// <summary>The session's <see cref="global::App.TravelPreferences"/>: the stored value, or a new one.</summary>
            public global::App.TravelPreferences TravelPreferences
            {
                get => GetTravelPreferences(session);
                set => SetTravelPreferences(session, value);
            }
        }
    }
}
