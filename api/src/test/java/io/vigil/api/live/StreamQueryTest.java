package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

class StreamQueryTest {

    @Test
    void asksForAlarmsAndDevicesUnlessToldOtherwise() {
        StreamQuery query = query("");

        assertThat(query.types()).containsExactlyInAnyOrder(StreamType.ALARM, StreamType.DEVICE);
        assertThat(query.deviceIds()).isEmpty();
        assertThat(query.codes()).isEmpty();
        assertThat(query.since()).isEmpty();
        assertThat(query.lastEventId()).isEmpty();
        assertThat(query("type=").types()).isEqualTo(query.types());
    }

    @Test
    void takesNamesWithCommasOrOneByOne() {
        assertThat(query("type=alarm,event&type=device").types()).containsExactlyInAnyOrder(StreamType.values());
        assertThat(query("code=6,3&code=-1").codes()).containsExactlyInAnyOrder(6, 3, -1);
        assertThat(query("deviceId=a&deviceId=b,c").deviceIds()).containsExactlyInAnyOrder("a", "b,c");
    }

    @Test
    void prefersTheHeaderOfABrowserThatComesBack() {
        MultiValueMap<String, String> parameters = parameters("lastEventId=old");

        assertThat(StreamQuery.of(parameters, Optional.of("new")).lastEventId()).contains("new");
        assertThat(StreamQuery.of(parameters, Optional.empty()).lastEventId()).contains("old");
        assertThat(query("lastEventId=").lastEventId()).isEmpty();
    }

    @Test
    void wantsWhatAllItsFiltersLetPass() {
        StreamQuery query = query("type=alarm&deviceId=a&code=6");

        assertThat(query.wants(report(StreamType.ALARM, "a", 6))).isTrue();
        assertThat(query.wants(report(StreamType.DEVICE, "a", 6))).isFalse();
        assertThat(query.wants(report(StreamType.ALARM, "b", 6))).isFalse();
        assertThat(query.wants(report(StreamType.ALARM, "a", 3))).isFalse();
        assertThat(query("").wants(report(StreamType.DEVICE, "b", 1))).isTrue();
    }

    @Test
    void takesAsMuchAsAnHour() {
        assertThat(query("since=PT1H").since()).contains(Duration.ofHours(1));
        assertThatThrownBy(() -> query("since=PT1H1S"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most PT1H");
    }

    @Test
    void saysWhichTypesThereAre() {
        assertThatThrownBy(() -> StreamType.requested(List.of("ALARM")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("type must be of alarm, event, device");
    }

    private static Report report(StreamType type, String deviceId, int code) {
        return new Report(type, 0, 0, deviceId, code, "");
    }

    private static StreamQuery query(String text) {
        return StreamQuery.of(parameters(text), Optional.empty());
    }

    private static MultiValueMap<String, String> parameters(String text) {
        return new LinkedMultiValueMap<>(
                UriComponentsBuilder.newInstance().query(text).build().getQueryParams());
    }
}
