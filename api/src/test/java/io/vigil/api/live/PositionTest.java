package io.vigil.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    private static final int TRIES = 20_000;
    private static final List<StreamType> ALL = List.of(StreamType.values());

    private final Random random = new Random(42);

    @Test
    void isTheSameBehindItsText() {
        for (int i = 0; i < TRIES; i++) {
            Position position = anyPosition();

            assertThat(Position.decode(position.encode())).isEqualTo(position);
        }
    }

    @Test
    void isTextThatFitsIntoALineAndAQuery() {
        for (int i = 0; i < TRIES; i++) {
            assertThat(anyPosition().encode()).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void isShort() {
        Position position = Position.start(Integer.MIN_VALUE);
        for (StreamType type : ALL) {
            for (int partition = 0; partition < 6; partition++) {
                position = position.with(type, partition, 1_000_000);
            }
        }

        assertThat(position.encode()).hasSizeLessThan(90);
    }

    @Test
    void takesNothingElseForAPosition() {
        for (int i = 0; i < TRIES; i++) {
            byte[] garbage = new byte[random.nextInt(40)];
            random.nextBytes(garbage);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(garbage);

            Throwable thrown = catchThrowable(() -> Position.decode(text));

            if (thrown != null) {
                assertThat(thrown).isInstanceOf(InvalidPositionException.class);
            }
        }
    }

    @Test
    void takesNoDamagedPositionForMoreThanItsOwnException() {
        for (int i = 0; i < TRIES; i++) {
            StringBuilder text = new StringBuilder(anyPosition().encode());
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                case 1 -> text.setLength(at);
                default -> text.insert(at, (char) (' ' + random.nextInt(95)));
            }

            Throwable thrown = catchThrowable(() -> Position.decode(text.toString()));

            if (thrown != null) {
                assertThat(thrown).isInstanceOf(InvalidPositionException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AA", "*", "\0", "AgAAAA", "AgACAA", "AgD-____Dw", "BAAAAAA", "AgAAAAAA", "💥"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Position.decode(text)).isInstanceOf(InvalidPositionException.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> Position.decode("A".repeat(1_000_000))).isInstanceOf(InvalidPositionException.class);
        assertThatCode(() -> Position.decode(Position.start(1).encode())).doesNotThrowAnyException();
    }

    @Test
    void takesAPartitionItDoesNotKnowForUnread() {
        Position position = Position.start(1).with(StreamType.ALARM, 2, 7);

        assertThat(position.next(StreamType.ALARM, 2)).isEqualTo(7);
        assertThat(position.next(StreamType.ALARM, 1)).isZero();
        assertThat(position.next(StreamType.ALARM, 3)).isZero();
        assertThat(position.next(new TopicPartition("events", 0))).isZero();
        assertThat(position.knows(new TopicPartition("alarms", 2))).isTrue();
        assertThat(position.knows(new TopicPartition("alarms", 3))).isFalse();
    }

    @Test
    void knowsTheLaterOneOfEachPartition() {
        for (int i = 0; i < TRIES; i++) {
            Position one = anyPosition();
            Position other = anyPosition();

            Position later = one.max(other);

            assertThat(later.reaches(one)).isTrue();
            assertThat(later.reaches(other)).isTrue();
            assertThat(later.missing(one, ALL)).isZero();
            if (one.reaches(other)) {
                assertThat(later.missing(one.max(later), ALL)).isZero();
            }
        }
    }

    @Test
    void countsWhatIsMissingOfSomeTypes() {
        Position earlier = Position.start(1).with(StreamType.ALARM, 0, 5).with(StreamType.EVENT, 0, 9);
        Position later = Position.start(1).with(StreamType.ALARM, 0, 7).with(StreamType.EVENT, 1, 10);

        assertThat(earlier.missing(later, List.of(StreamType.ALARM))).isEqualTo(2);
        assertThat(earlier.missing(later, ALL)).isEqualTo(12);
        assertThat(later.missing(earlier, ALL)).isEqualTo(9);
        assertThat(later.reaches(earlier)).isFalse();
    }

    private Position anyPosition() {
        Position position = Position.start(random.nextInt());
        for (StreamType type : ALL) {
            int partitions = random.nextInt(8);
            for (int partition = 0; partition < partitions; partition++) {
                position = position.with(type, partition, random.nextLong() >>> (1 + random.nextInt(63)));
            }
        }
        return position;
    }
}
