package io.vigil.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StackConfigTest {

    private final StackConfig everything = StackConfig.everything(Path.of("state"));

    @Test
    void refusesAPartWithoutThoseItNeeds() {
        assertThatThrownBy(() -> everything.withParts(Part.CLASSIFIER, Part.BROKER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("classifier needs");
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        assertThatThrownBy(() -> everything.withPort(Port.KAFKA, 65_536)).hasMessageContaining("65536");
        assertThatThrownBy(() -> everything.withHeap(Part.BROKER, 0)).hasMessageContaining("0 MiB");
    }

    @Test
    void setsUpTheSinkOnlyWhereItCanRun() {
        assertThat(everything.sink()).isTrue();
        assertThat(everything.withParts(Part.BROKER).sink()).isFalse();
    }

    @Test
    void givesEachPortThatMayBeAnyADifferentFreeOne() {
        Map<Port, Integer> ports = Ports.resolve(everything.onFreePorts().withPort(Port.KAFKA, 19_092));

        assertThat(ports).hasSameSizeAs(Port.values()).containsEntry(Port.KAFKA, 19_092);
        assertThat(Set.copyOf(ports.values())).hasSameSizeAs(Port.values());
        assertThat(ports.values()).allMatch(port -> port == 19_092 || Ports.isFree(port));
    }

    @Test
    void usualPortsAndHeapsFitOnOneMachine() {
        assertThat(Stream.of(Port.values()).map(Port::usual)).doesNotHaveDuplicates();
        assertThat(Stream.of(Part.values()).mapToInt(everything::heapOf).sum()).isLessThan(3_700);
    }

    @Test
    void stopsAPartBeforeThoseItNeeds() {
        var order = Part.stopOrder(everything.parts());

        assertThat(order).hasSameElementsAs(everything.parts());
        for (Part part : order) {
            assertThat(part.needs()).allMatch(needed -> order.indexOf(needed) > order.indexOf(part));
        }
    }
}
