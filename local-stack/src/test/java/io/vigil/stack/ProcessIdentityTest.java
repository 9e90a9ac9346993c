package io.vigil.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {

    @Test
    void isReadBackFromWhatItWrites(@TempDir Path folder) throws Exception {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        Path file = Files.writeString(folder.resolve("pid"), self + "\n");

        assertThat(ProcessIdentity.read(file)).contains(self);
        assertThat(self.isAlive()).isTrue();
    }

    @Test
    void isNotAnotherProcessWithThePidOfAnEarlierOne() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(new ProcessIdentity(self.pid(), self.boot(), self.start() - 1).isAlive())
                .isFalse();
        assertThat(new ProcessIdentity(self.pid(), "another-boot", self.start()).isAlive())
                .isFalse();
    }

    @Test
    void isNothingWhenTheFileIsAbsentEmptyOrBroken(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        Path broken = Files.writeString(folder.resolve("broken"), "12 boot");

        assertThat(ProcessIdentity.read(folder.resolve("absent"))).isEmpty();
        assertThat(ProcessIdentity.read(empty)).isEmpty();
        assertThat(ProcessIdentity.read(broken)).isEmpty();
    }

    @Test
    void forcesAProcessThatDoesNotListen() throws Exception {
        Process deaf = new ProcessBuilder("bash", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done").start();
        deaf.inputReader().readLine();
        ProcessIdentity process = ProcessIdentity.of(deaf.pid()).orElseThrow();

        boolean willingly = process.end(Duration.ofMillis(300));

        assertThat(willingly).isFalse();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void asksFirst() throws Exception {
        Process polite = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity process = ProcessIdentity.of(polite.pid()).orElseThrow();

        boolean willingly = process.end(Duration.ofSeconds(20));

        assertThat(willingly).isTrue();
        assertThat(process.isAlive()).isFalse();
    }
}
