package io.vigil.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @TempDir
    private Path folder;

    @Test
    void isReadBackAsItWasWritten() throws Exception {
        Endpoints endpoints =
                new Endpoints(Ports.resolve(StackConfig.everything(folder).onFreePorts()));
        RunFile written = new RunFile(4711, true, Set.of(Part.BROKER, Part.CONNECT), endpoints);

        written.write(folder.resolve("stack.properties"));

        assertThat(RunFile.read(folder.resolve("stack.properties"))).contains(written);
    }

    @Test
    void isReadBackWithThreeBrokers() throws Exception {
        StackConfig config = StackConfig.everything(folder).withBrokers(3).onFreePorts();
        RunFile written = new RunFile(4711, false, config.parts(), new Endpoints(Ports.resolve(config)));

        written.write(folder.resolve("stack.properties"));

        assertThat(RunFile.read(folder.resolve("stack.properties"))).contains(written);
    }

    @Test
    void isNothingWhenItIsAbsentOrNotOurs() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "parts=BROKER,MAINFRAME\n");

        assertThat(RunFile.read(folder.resolve("absent"))).isEmpty();
        assertThat(RunFile.read(other)).isEmpty();
    }
}
