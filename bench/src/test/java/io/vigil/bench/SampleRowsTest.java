package io.vigil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigil.events.DeviceEvent;
import io.vigil.schemas.EventCode;
import io.vigil.schemas.csv.CsvEventReader;
import io.vigil.schemas.csv.CsvRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleRowsTest {

    @Test
    void eachRowIsAnEventOfItsOwn() throws Exception {
        List<CsvRow> rows = new ArrayList<>();
        try (CsvEventReader reader = CsvEventReader.open(
                new ByteArrayInputStream(bytes(12_000)), SampleRows.DIALECT, InstantSource.system())) {
            reader.forEachRemaining(rows::add);
        }

        Set<String> keys = new HashSet<>();
        assertThat(rows).hasSize(12_000).allSatisfy(row -> {
            DeviceEvent event = ((CsvRow.Event) row).event();
            assertThat(event.getLatitude()).isBetween(59.0, 60.0);
            assertThat(keys.add(event.getDeviceId() + event.getEventTime())).isTrue();
        });
        assertThat(rows)
                .filteredOn(
                        row -> EventCode.isAlarm(((CsvRow.Event) row).event().getEventCode()))
                .hasSize(120);
    }

    @Test
    void aFleetOfAnotherSizeTakesTurnsToo() {
        assertThat(SampleRows.row(999_999, 1_000_000)).startsWith("device-999999;worker-999999;");
        assertThat(SampleRows.row(12, 5)).startsWith("device-000002;").contains(";20240101 00:02:02;");
    }

    @Test
    void theLastRowThatThereCanBeIsNotInTheFuture() {
        assertThat(SampleRows.row(Integer.MAX_VALUE)).startsWith("device-").contains(";2024");
    }

    @Test
    void aRowHasSomeHundredBytesAndItsValueFewer() {
        assertThat(bytes(1_000).length / 1_000).isBetween(90, 110);
        assertThat(SampleRows.meanValueBytes(1_000)).isBetween(70, 100);
    }

    static byte[] bytes(int rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            SampleRows.write(rows, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
