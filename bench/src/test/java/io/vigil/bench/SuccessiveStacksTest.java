package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vigil.stack.LocalStack;
import io.vigil.stack.Part;
import io.vigil.stack.StackConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessiveStacksTest {

    @TempDir
    private Path state;

    private final SuccessiveStacks stacks = new SuccessiveStacks();

    @Test
    void noneStartsWhenTheyAreEnded() {
        stacks.end();

        assertThatExceptionOfType(BenchException.class).isThrownBy(this::next).withMessageContaining("being stopped");
    }

    @Test
    void theLastOneIsStoppedAtTheEnd() {
        LocalStack last = next();
        stacks.end();

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> last.start(Part.DYNAMODB))
                .withMessageContaining("being stopped");
    }

    private LocalStack next() {
        return stacks.next(StackConfig.everything(state).onFreePorts().withParts(Part.DYNAMODB), line -> {});
    }
}
