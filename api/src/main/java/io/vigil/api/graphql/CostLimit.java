package io.vigil.api.graphql;

import graphql.ExecutionResult;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;

/** Refuses a request that costs too much, before anything of it is done. */
final class CostLimit extends SimplePerformantInstrumentation {

    private final GraphQlLimits limits;

    CostLimit(GraphQlLimits limits) {
        this.limits = limits;
    }

    @Override
    public InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        ExecutionContext request = parameters.getExecutionContext();
        RequestCost.Cost cost = new RequestCost(
                        request.getFragmentsByName(),
                        request.getCoercedVariables().toMap())
                .of(request.getOperationDefinition().getSelectionSet());
        require("complexity", cost.complexity(), limits.maxComplexity());
        require("depth", cost.depth(), limits.maxDepth());
        return SimpleInstrumentationContext.noOp();
    }

    private static void require(String what, long actual, int most) {
        if (actual > most) {
            throw new AbortExecutionException(
                    "The request has a " + what + " of " + actual + ", must be at most " + most);
        }
    }
}
