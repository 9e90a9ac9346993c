package io.vigil.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Report REPORT =
            new Report(2, 80, 15, new TreeMap<>(Map.of("malformed", 4L, "empty-device-id", 1L)), 3, 2.0, true);

    @Test
    void isOneLine() {
        assertThat(REPORT.line())
                .isEqualTo("replayed: files=2 rows=100 events=80 alarms=15 rejected=5 empty-device-id=1 malformed=4 "
                        + "positions-removed=3 seconds=2.0 rate=50/s");
    }

    @Test
    void isJsonToo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("report.json");

        REPORT.writeJson(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.path("rows").asLong())
                .isEqualTo(json.path("events").asLong()
                        + json.path("alarms").asLong()
                        + json.path("rejected").asLong());
        assertThat(json.at("/rejectedByReason/malformed").asLong()).isEqualTo(4);
        assertThat(json.path("written").asBoolean()).isTrue();
    }
}
