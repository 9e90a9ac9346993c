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
        Map<Port, Integer> ports =
                Ports.resolve(everything.withBrokers(3).onFreePorts().withPort(Port.KAFKA, 19_092));

        assertThat(ports).hasSameSizeAs(Port.values()).containsEntry(Port.KAFKA, 19_092);
        assertThat(Set.copyOf(ports.values())).hasSameSizeAs(Port.values());
        assertThat(ports.values()).allMatch(port -> port == 19_092 || Ports.isFree(port));
    }

    @Test
    void usualPortsAndHeapsFitOnOneMachine() {
        assertThat(Stream.of(Port.values()).map(Port::usual)).doesNotHaveDuplicates();
        assertThat(heaps(everything)).isLessThan(3_700);
        assertThat(heaps(everything.withBrokers(3))).isLessThan(4_100);
    }

    @Test
    void hasOneBrokerOrThree() {
        assertThat(everything.brokers()).containsExactly(Part.BROKER);
        assertThat(everything.withBrokers(3).brokers()).containsExactly(Part.BROKER, Part.BROKER_2, Part.BROKER_3);
        assertThat(everything.withBrokers(3).withBrokers(1)).isEqualTo(everything);
        assertThatThrownBy(() -> everything.withBrokers(2)).hasMessage("brokers are 2, must be 1 or 3");
        assertThatThrownBy(() -> everything.withParts(Part.BROKER, Part.BROKER_2))
                .hasMessage("brokers are one or three, given [BROKER, BROKER_2]");
    }

    @Test
    void namesEveryBrokerToClients() {
        Endpoints one = new Endpoints(Ports.resolve(everything));
        Endpoints three = new Endpoints(Ports.resolve(everything.withBrokers(3)));

        assertThat(one.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(three.bootstrapServers()).isEqualTo("127.0.0.1:9092,127.0.0.1:9094,127.0.0.1:9096");
    }

    @Test
    void stopsAPartBeforeThoseItNeeds() {
        var order = Part.stopOrder(everything.parts());

        assertThat(order).hasSameElementsAs(everything.parts());
        for (Part part : order) {
            assertThat(part.needs()).allMatch(needed -> order.indexOf(needed) > order.indexOf(part));
        }
    }

    private static int heaps(StackConfig config) {
        return config.parts().stream().mapToInt(config::heapOf).sum();
    }
}
