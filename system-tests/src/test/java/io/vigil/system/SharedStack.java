package io.vigil.system;

import io.vigil.stack.LocalStack;
import io.vigil.stack.StackConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one {@link Pipeline}, started for the first that asks and stopped after the last test of all. */
final class SharedStack implements ParameterResolver {

    private static final Path STATE = Path.of("target", "stack");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Pipeline.class;
    }

    @Override
    public Pipeline resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(Running.class, key -> new Running(), Running.class)
                .pipeline;
    }

    private static final class Running implements AutoCloseable {

        private final LocalStack stack =
                new LocalStack(StackConfig.everything(STATE).onFreePorts());
        private final Pipeline pipeline;

        Running() {
            stack.wipe().start();
            pipeline = new Pipeline(stack, STATE);
        }

        @Override
        public void close() {
            pipeline.close();
            stack.close();
        }
    }
}
