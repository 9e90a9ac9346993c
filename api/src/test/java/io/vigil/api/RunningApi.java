package io.vigil.api;

import io.vigil.api.history.Tables;
import io.vigil.api.live.Memory;
import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The API on a free port, with a broker, a registry and DynamoDB Local. One for all tests: they keep to devices of their own. */
public final class RunningApi implements AutoCloseable {

    private final LocalStack stack;
    private final Tables tables;
    private final ServletWebServerApplicationContext application;

    private RunningApi(LocalStack stack) {
        this.stack = stack;
        application = (ServletWebServerApplicationContext) new SpringApplicationBuilder(VigilApi.class)
                .run(
                        "--server.port=0",
                        "--vigil.kafka.bootstrap.servers=" + stack.endpoints().bootstrapServers(),
                        "--vigil.kafka.schema.registry.url=" + stack.endpoints().registryUrl(),
                        // No caller of these tests is kept waiting.
                        "--vigil.security.requests-per-second=100000",
                        "--vigil.security.burst=100000",
                        "--vigil.dynamodb.endpoint=" + stack.endpoints().dynamoDbEndpoint(),
                        "--vigil.map.tile-url=https://tiles.example/{z}/{x}/{y}.png");
        tables = new Tables(stack.endpoints().dynamoDbEndpoint());
    }

    /** Leaves nothing running if the application does not start. */
    private static RunningApi start() {
        LocalStack stack = new LocalStack(StackConfig.everything(Path.of("target", "running-api"))
                        .withParts(Part.BROKER, Part.REGISTRY, Part.DYNAMODB)
                        .onFreePorts())
                .wipe()
                .start();
        try {
            return new RunningApi(stack);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Where items are put. */
    public Tables tables() {
        return tables;
    }

    /** What the topics would have filled. */
    public Memory memory() {
        return new Memory(application);
    }

    /** Asks it. */
    public Http http() {
        return new Http("http://127.0.0.1:" + application.getWebServer().getPort());
    }

    @Override
    public void close() {
        application.close();
        tables.close();
        stack.close();
    }

    /** Gives it to tests. */
    public static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningApi.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(RunningApi.class, type -> start());
        }
    }
}
