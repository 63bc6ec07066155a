using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Sessions.Analyzers.Flow;

/// <content>The blocks that something new has become known at.</content>
internal abstract partial class FlowAnalysis<TState>
{
    /// <summary>
    /// Follows one region of the graph: the function, or a finally block for one way that leads through it. A finally block is so
    /// seen in two ways. As a part of the function it is entered from anywhere in its try block. On a way that leads through it
    /// only what is known there goes in, so that what comes after the try block is not mixed with what was known when it threw.
    /// </summary>
    private sealed class Worklist(FlowAnalysis<TState> analysis, ControlFlowRegion region)
    {
        private readonly Dictionary<BasicBlock, TState> _entries = [];
        private readonly Queue<BasicBlock> _pending = new();
        private TState? _end;

        /// <summary>The blocks that are reached, with what is known where each begins.</summary>
        public IReadOnlyDictionary<BasicBlock, TState> Entries => _entries;

        private IReadOnlyList<BasicBlock> Blocks => analysis._graph.Blocks;

        /// <summary>Follows the region, and tells what is known where it ends; <see langword="null"/> where its end is not reached.</summary>
        public TState? Run(TState entry)
        {
            Enter(region.FirstBlockOrdinal, entry);
            while (_pending.Count > 0 && analysis._steps++ < analysis._maximalSteps)
            {
                Follow(_pending.Dequeue());
            }

            return _end;
        }

        private void Follow(BasicBlock block)
        {
            var thrown = _entries[block];
            var isInTry = IsInTry(block);
            Throw(block, thrown);
            var exit = analysis.Follow(block, thrown, (operation, state) =>
            {
                if (isInTry && state != thrown)
                {
                    Throw(block, thrown = state);
                }

                if (isInTry && analysis.Thrown(operation, state) is var half && half != state)
                {
                    Throw(block, half);
                }
            });
            Leave(block.FallThroughSuccessor, exit);
            Leave(block.ConditionalSuccessor, exit);
        }

        private void Leave(ControlFlowBranch? branch, TState state)
        {
            if (branch is { Destination: { } destination })
            {
                if (Through(branch, state) is { } after)
                {
                    Enter(destination.Ordinal, after);
                }
            }
            else if (branch is not null && IsEnd(branch))
            {
                _end = _end is null ? state : analysis.Join(_end, state);
            }
            else if (branch is not null)
            {
                Throw(branch.Source, state);
            }
        }

        /// <summary>What is known behind the finally blocks that a branch leads through; <see langword="null"/> where one of them does not end.</summary>
        private TState? Through(ControlFlowBranch branch, TState state)
        {
            TState? after = state;
            foreach (var block in branch.FinallyRegions)
            {
                Enter(block.FirstBlockOrdinal, after);
                after = new Worklist(analysis, block).Run(after);
                if (after is null)
                {
                    break;
                }
            }

            return after;
        }

        /// <summary>What is thrown goes to the catch blocks round it, each of which may let it pass, and no further than to a finally block.</summary>
        private void Throw(BasicBlock block, TState state)
        {
            for (var inner = block.EnclosingRegion; inner.EnclosingRegion is { } outer; inner = outer)
            {
                if (inner.Kind != ControlFlowRegionKind.Try)
                {
                    continue;
                }

                foreach (var handler in outer.NestedRegions.Where(handler => handler != inner))
                {
                    Enter(handler.FirstBlockOrdinal, state);
                }

                if (outer.Kind == ControlFlowRegionKind.TryAndFinally)
                {
                    return;
                }
            }
        }

        private void Enter(int ordinal, TState state)
        {
            // What leaves a finally block by an exception is seen where the block is followed as a part of the function.
            if (ordinal < region.FirstBlockOrdinal || ordinal > region.LastBlockOrdinal)
            {
                return;
            }

            var block = Blocks[ordinal];
            var isNew = !_entries.TryGetValue(block, out var known);
            var joined = isNew ? state : analysis.Join(known!, state);
            if (isNew || joined != known)
            {
                _entries[block] = joined;
                _pending.Enqueue(block);
            }
        }

        /// <summary>Whether the branch is the end of this finally block, and not of one inside it.</summary>
        private bool IsEnd(ControlFlowBranch branch)
        {
            var inner = branch.Source.EnclosingRegion;
            while (inner is { Kind: not (ControlFlowRegionKind.Finally or ControlFlowRegionKind.Filter) })
            {
                inner = inner.EnclosingRegion;
            }

            return branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling && inner == region;
        }
    }
}
